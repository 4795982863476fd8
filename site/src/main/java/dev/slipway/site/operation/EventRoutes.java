package dev.slipway.site.operation;

import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

@RestController
class EventRoutes implements SmartLifecycle {
    private final Events events;
    private final JsonMapper json;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    EventRoutes(Events events, JsonMapper json) {
        this.events = events;
        this.json = json;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(
            @RequestParam(required = false) @Nullable List<String> topic,
            @RequestParam(required = false) @Nullable String subject,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable Long lastEventId,
            HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        long from = lastEventId == null ? events.last() : lastEventId;
        EventStream stream = new EventStream(events, json, from, topic == null ? List.of() : topic, subject);
        streams.add(stream);
        stream.start(() -> streams.remove(stream));
        return stream.emitter();
    }

    @Override
    public void start() {
        running = true;
    }

    /** Before the web server waits for its last requests: these would never end by themselves. */
    @Override
    public void stop() {
        running = false;
        streams.forEach(EventStream::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
