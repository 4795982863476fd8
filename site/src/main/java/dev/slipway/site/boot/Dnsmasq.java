package dev.slipway.site.boot;

import dev.slipway.site.boot.BootServer.State;
import dev.slipway.site.boot.BootServer.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One dnsmasq: started, watched, started again when it dies; its words go into the site's log. */
final class Dnsmasq implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dnsmasq.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration STEADY = Duration.ofMinutes(2);

    /**
     * Runs dnsmasq and ends it when standard input ends: that is when the site is gone, however it went. A process of its own for this, since nothing else
     * survives a killed Java.
     */
    private static final String WATCH = """
            exec 3<&0
            "$0" --keep-in-foreground --conf-file="$1" </dev/null 3<&- &
            child=$!
            { read -r _ <&3; kill "$child"; } >/dev/null 2>&1 &
            watch=$!
            wait "$child"
            kill "$watch" 2>/dev/null
            """;

    private final Path program;
    private final Path configuration;
    private final Thread supervisor;
    private volatile @Nullable Process process;
    private volatile boolean closed;
    private volatile Status status = new Status(State.RUNNING, "");

    Dnsmasq(Path program, Path configuration) {
        this.program = program;
        this.configuration = configuration;
        supervisor = Thread.ofPlatform().name("dnsmasq").daemon().start(this::supervise);
    }

    Status status() {
        return status;
    }

    private void supervise() {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            long began = System.nanoTime();
            String last = run();
            if (closed) {
                return;
            }
            if (System.nanoTime() - began > STEADY.toNanos()) {
                pause = FIRST_PAUSE;
            }
            status = new Status(State.FAILED, last);
            LOG.error("dnsmasq ended: {}. It is started again in {} seconds", last, pause.toSeconds());
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** Runs it to its end. @return its last words */
    private String run() {
        String last = "it said nothing";
        try {
            Process started = new ProcessBuilder("/bin/sh", "-c", WATCH, program.toString(), configuration.toString())
                    .redirectErrorStream(true)
                    .start();
            process = started;
            if (closed) {
                started.getOutputStream().close();
            }
            status = new Status(State.RUNNING, "");
            try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    LOG.info("{}", line);
                    last = line;
                }
            }
            started.waitFor();
        } catch (IOException e) {
            last = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return last;
    }

    @Override
    public void close() {
        closed = true;
        supervisor.interrupt();
        Process current = process;
        if (current == null) {
            return;
        }
        try {
            current.getOutputStream().close();
            if (!current.waitFor(3, TimeUnit.SECONDS)) {
                current.descendants().forEach(ProcessHandle::destroyForcibly);
                current.destroyForcibly();
            }
        } catch (IOException e) {
            LOG.warn("dnsmasq's input could not be closed; it is ended by force", e);
            current.descendants().forEach(ProcessHandle::destroyForcibly);
            current.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            current.destroyForcibly();
        }
    }
}
