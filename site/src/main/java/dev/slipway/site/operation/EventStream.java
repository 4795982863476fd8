package dev.slipway.site.operation;

import dev.slipway.site.database.RowRules;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/** Sends one reader the events that it wants, until it goes away. */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final int AT_ONCE = 500;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final long QUIET_NANOSECONDS = Duration.ofSeconds(15).toNanos();
    private final Events events;
    private final JsonMapper json;
    private final List<String> topics;
    private final @Nullable String subject;
    private final SseEmitter emitter = new SseEmitter(0L);
    /** Who reads, when that account does not see all. */
    private final @Nullable String reader = RowRules.reader();

    private long seen;
    private volatile boolean ended;
    private volatile @Nullable Thread thread;

    EventStream(Events events, JsonMapper json, long seen, List<String> topics, @Nullable String subject) {
        this.events = events;
        this.json = json;
        this.seen = seen;
        this.topics = List.copyOf(topics);
        this.subject = subject;
    }

    SseEmitter emitter() {
        return emitter;
    }

    /** @param gone runs once the reader is gone */
    void start(Runnable gone) {
        Thread reading = Thread.ofVirtual().name("events").unstarted(this::run);
        thread = reading;
        emitter.onCompletion(() -> {
            end();
            gone.run();
        });
        emitter.onTimeout(this::end);
        emitter.onError(failure -> end());
        reading.start();
    }

    void end() {
        ended = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        if (reader != null) {
            RowRules.limitTo(reader);
        }
        try {
            emitter.send(SseEmitter.event().comment("connected"));
            long lastSent = System.nanoTime();
            while (!ended) {
                long commits = events.commits();
                if (sendNew()) {
                    lastSent = System.nanoTime();
                } else if (System.nanoTime() - lastSent > QUIET_NANOSECONDS) {
                    emitter.send(SseEmitter.event().comment("quiet"));
                    lastSent = System.nanoTime();
                }
                events.await(commits, LOOK_AGAIN);
            }
        } catch (IOException | IllegalStateException e) {
            LOG.debug("A reader of events went away", e);
        } catch (InterruptedException e) {
            LOG.debug("A stream of events ended");
        } catch (RuntimeException e) {
            if (ended) {
                emitter.complete();
                return;
            }
            LOG.warn("A stream of events broke; its reader will come back for what it missed", e);
            emitter.completeWithError(e);
            return;
        }
        emitter.complete();
    }

    private boolean sendNew() throws IOException {
        boolean sent = false;
        long last = events.last();
        List<Event> found;
        do {
            found = events.after(seen, AT_ONCE);
            for (Event event : found) {
                seen = event.number();
                if (wanted(event)) {
                    emitter.send(SseEmitter.event()
                            .id(Long.toString(event.number()))
                            .name(event.topic())
                            .data(json.writeValueAsString(event)));
                    sent = true;
                }
            }
        } while (found.size() == AT_ONCE && !ended);
        // What the reader does not see is not looked at again.
        seen = Math.max(seen, last);
        return sent;
    }

    private boolean wanted(Event event) {
        return (topics.isEmpty() || topics.contains(event.topic()))
                && (subject == null || subject.equals(event.subject()));
    }
}
