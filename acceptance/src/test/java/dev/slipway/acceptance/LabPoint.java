package dev.slipway.acceptance;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A distribution point on a computer of the lab; starting it waits until it serves. */
final class LabPoint implements AutoCloseable {
    private static final int HTTP_PORT = 8080;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Pattern JOINED = Pattern.compile("is distribution point \\S+ \\((\\S+)\\) of site");
    private static final Pattern SERVES = Pattern.compile("whole contents and serves on ");

    private final PointProcess process;
    private final String name;
    private final String contentUrl;

    /** @param site {@code https://host:port} as that computer reaches it */
    LabPoint(Path jar, Path folder, String name, LabHost host, URI site) {
        this.name = name;
        this.contentUrl = "http://" + host.address() + ":" + HTTP_PORT + "/content";
        this.process = new PointProcess(new PointProcess.Settings(
                jar,
                folder,
                name,
                site,
                host.address(),
                HTTP_PORT,
                HTTP_PORT + 1,
                host.command(List.of()),
                List.of("--removal-grace=PT4S")));
    }

    /** @param joinCode empty when it has joined before */
    void start(String joinCode) throws IOException, InterruptedException {
        int before = Files.exists(process.log()) ? text().length() : 0;
        process.start(joinCode);
        Instant deadline = Instant.now().plus(START_LIMIT);
        while (!SERVES.matcher(text().substring(before)).find()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException("The distribution point " + name + " does not serve; its output:\n" + text());
            }
            Thread.sleep(100);
        }
    }

    Path data() {
        return process.data().toAbsolutePath();
    }

    private String text() throws IOException {
        return Files.readString(process.log(), StandardCharsets.ISO_8859_1);
    }

    /** As the site calls it. */
    String id() throws IOException {
        Matcher joined = JOINED.matcher(text());
        if (!joined.find()) {
            throw new IOException("The distribution point " + name + " has not joined; its output:\n" + text());
        }
        return joined.group(1);
    }

    /** Where machines find its content, without a slash at the end. */
    String contentUrl() {
        return contentUrl;
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.kill();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
