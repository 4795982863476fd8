package dev.slipway.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A distribution point as a process of its own, that can be killed and started again on the same data and ports. */
public final class PointProcess implements AutoCloseable {
    private final Settings settings;
    private @Nullable Process process;

    /**
     * @param jar the site's program, which is a point's too
     * @param folder receives its data and its log
     * @param site as the point reaches it, {@code https://host:port}
     * @param address under which machines reach the point
     * @param prefix in front of the command, such as {@code ip netns exec NAME}; empty for none
     * @param more arguments
     */
    public record Settings(
            Path jar,
            Path folder,
            String name,
            URI site,
            String address,
            int httpPort,
            int tlsPort,
            List<String> prefix,
            List<String> more) {
        public Settings {
            prefix = List.copyOf(prefix);
            more = List.copyOf(more);
        }
    }

    public PointProcess(Settings settings) {
        this.settings = settings;
    }

    /** @param joinCode empty when it has joined already */
    public void start(String joinCode) throws IOException {
        Files.createDirectories(settings.folder());
        Path program = settings.folder().resolve("point.jar");
        Files.copy(settings.jar(), program, StandardCopyOption.REPLACE_EXISTING);
        List<String> command = new ArrayList<>(settings.prefix());
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                program.toAbsolutePath().toString(),
                "distribution-point",
                "--site=" + settings.site(),
                "--data=" + data().toAbsolutePath(),
                "--name=" + settings.name(),
                "--address=" + settings.address(),
                "--http-port=" + settings.httpPort(),
                "--tls-port=" + settings.tlsPort()));
        command.addAll(settings.more());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        if (!joinCode.isEmpty()) {
            builder.environment().put("SLIPWAY_JOIN_CODE", joinCode);
        }
        process = builder.start();
    }

    public Settings settings() {
        return settings;
    }

    public Path data() {
        return settings.folder().resolve("data");
    }

    public Path log() {
        return settings.folder().resolve("point.log");
    }

    /** It holds its port but answers nothing any more, as a server that hangs. Only its end follows. */
    public void freeze() throws IOException, InterruptedException {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("The point does not run");
        }
        new ProcessBuilder("kill", "-STOP", Long.toString(running.pid()))
                .start()
                .waitFor();
    }

    /** Ends it at once, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            process = null;
        }
    }

    @Override
    public void close() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroy();
            if (!running.waitFor(15, TimeUnit.SECONDS)) {
                kill();
            }
            process = null;
        }
    }
}
