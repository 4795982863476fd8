package dev.slipway.agent.run;

import dev.slipway.agent.machine.SiteClock;
import dev.slipway.agent.volume.StateVolume;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.RunEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * The run's events until the site has them, one JSON line each in the state's folder. The file keeps at least the last event, so that
 * numbers go on after a restart.
 */
final class EventLog {
    /** A file with only acknowledged events is cut down when it has grown beyond this. */
    private static final long CUT_BYTES = 256 << 10;

    private final StateVolume volume;
    private final SiteClock clock;
    private final Deque<RunEvent> pending = new ArrayDeque<>();
    private long last;
    private Optional<RunEvent> lastEvent = Optional.empty();
    private long fileBytes;
    private boolean unforced;

    private EventLog(StateVolume volume, SiteClock clock) {
        this.volume = volume;
        this.clock = clock;
    }

    /** Goes on with what an earlier start of the agent left; everything there counts as not delivered. */
    static EventLog open(StateVolume volume, SiteClock clock) throws IOException {
        EventLog log = new EventLog(volume, clock);
        Optional<byte[]> file = volume.read(StateVolume.EVENTS);
        if (file.isPresent()) {
            log.read(new String(file.get(), StandardCharsets.UTF_8));
            log.rewrite();
        }
        return log;
    }

    /** A power cut may have left half a line at the end, or zeros; what is behind the last whole line never counted. */
    private void read(String text) {
        for (String line : text.split("\n")) {
            try {
                RunEvent event = Json.decode(line.getBytes(StandardCharsets.UTF_8), RunEvent.class);
                if (event.number() <= last) {
                    return;
                }
                pending.add(event);
                last = event.number();
                lastEvent = Optional.of(event);
            } catch (JacksonException e) {
                return;
            }
        }
    }

    synchronized void add(RunEvent.Body body) throws IOException {
        RunEvent event = new RunEvent(last + 1, clock.now(), body);
        byte[] line = line(event);
        volume.append(StateVolume.EVENTS, line, false);
        fileBytes += line.length;
        unforced = true;
        last = event.number();
        lastEvent = Optional.of(event);
        pending.add(event);
    }

    /** What happened last in the run, delivered or not. */
    synchronized Optional<RunEvent> last() {
        return lastEvent;
    }

    /** Makes everything added so far survive a power cut. */
    synchronized void force() throws IOException {
        if (unforced) {
            volume.append(StateVolume.EVENTS, new byte[0], true);
            unforced = false;
        }
    }

    /**
     * The next events to deliver, in order. They are on the disk when this returns: otherwise the site could know an event that the
     * machine forgets in a power cut, and two events would share a number.
     *
     * @param maximumBytes of their JSON; one event comes in any case
     */
    synchronized List<RunEvent> next(int maximumBytes) throws IOException {
        force();
        List<RunEvent> batch = new ArrayList<>();
        long bytes = 0;
        for (RunEvent event : pending) {
            bytes += Json.encode(event).length + 1L;
            if (bytes > maximumBytes && !batch.isEmpty()) {
                break;
            }
            batch.add(event);
        }
        return batch;
    }

    synchronized boolean isDelivered() {
        return pending.isEmpty();
    }

    /** The site has kept everything up to this number. */
    synchronized void acknowledged(long number) throws IOException {
        while (!pending.isEmpty() && pending.peek().number() <= number) {
            pending.remove();
        }
        if (pending.isEmpty() && fileBytes > CUT_BYTES) {
            rewrite();
        }
    }

    /**
     * Fits the numbers to what the site has: a machine whose disk was formatted knows nothing of its earlier events, and a site that
     * was restored from a backup has forgotten some.
     */
    synchronized void continueAfter(long siteLast) throws IOException {
        acknowledged(siteLast);
        RunEvent first = pending.peek();
        if (first != null && first.number() > siteLast + 1) {
            List<RunEvent> old = List.copyOf(pending);
            pending.clear();
            last = siteLast;
            for (RunEvent event : old) {
                pending.add(new RunEvent(++last, event.time(), event.body()));
            }
            rewrite();
        } else if (first == null) {
            last = Math.max(siteLast, last);
        }
    }

    private void rewrite() throws IOException {
        StringBuilder text = new StringBuilder();
        List<RunEvent> kept = pending.isEmpty() ? lastEvent.stream().toList() : List.copyOf(pending);
        for (RunEvent event : kept) {
            text.append(new String(line(event), StandardCharsets.UTF_8));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        volume.write(StateVolume.EVENTS, bytes);
        fileBytes = bytes.length;
        unforced = false;
    }

    private static byte[] line(RunEvent event) {
        byte[] json = Json.encode(event);
        byte[] line = new byte[json.length + 1];
        System.arraycopy(json, 0, line, 0, json.length);
        line[json.length] = '\n';
        return line;
    }
}
