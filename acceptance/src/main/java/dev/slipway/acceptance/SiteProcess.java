package dev.slipway.acceptance;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A site as a process of its own, that can be killed and started again on the same data and ports. */
public final class SiteProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final Pattern PASSWORD = Pattern.compile("password: +(\\S+)");

    private final Settings settings;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private @Nullable Process process;

    /**
     * @param jar the site's program
     * @param folder receives its data and its log
     * @param network in which it is reached
     * @param boots whether it serves DHCP and TFTP there
     */
    public record Settings(Path jar, Path folder, int httpPort, int tlsPort, LabNetwork network, boolean boots) {
        /** @param home the project's folder, where it was built */
        public static Settings of(Path home, Path folder, int httpPort, int tlsPort, LabNetwork network)
                throws IOException {
            return new Settings(jar(home.resolve("site/target")), folder, httpPort, tlsPort, network, true);
        }

        /** The same without DHCP and TFTP. */
        public Settings withoutBoot() {
            return new Settings(jar, folder, httpPort, tlsPort, network, false);
        }

        /** The folder with the agent that was built with this site. */
        Path agent() {
            return jar.resolveSibling("../../agent/target").normalize();
        }

        static Path jar(Path target) throws IOException {
            try (Stream<Path> files = Files.isDirectory(target) ? Files.list(target) : Stream.of()) {
                return files.filter(file -> file.getFileName().toString().matches("slipway-site-.*\\.jar"))
                        .findFirst()
                        .orElseThrow(() -> new IOException("The site is not built: " + target
                                + " holds no slipway-site-….jar. Run ./slipway build."));
            }
        }
    }

    public Settings settings() {
        return settings;
    }

    public SiteProcess(Settings settings) {
        this.settings = settings;
    }

    /** Starts the site and waits until it answers. */
    public void start() throws IOException, InterruptedException {
        Files.createDirectories(settings.folder());
        List<String> command = new ArrayList<>(List.of(
                // A session of its own: the site outlives the terminal that started it.
                "setsid",
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                program().toAbsolutePath().toString(),
                "--slipway.data=" + settings.folder().resolve("data").toAbsolutePath(),
                "--slipway.http-port=" + settings.httpPort(),
                "--slipway.tls-port=" + settings.tlsPort(),
                "--slipway.agent=" + settings.agent(),
                "--slipway.organisation=Slipway lab",
                "--slipway.approval=automatic"));
        if (settings.boots()) {
            command.addAll(bootArguments(settings.network()));
        }
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        process = started;
        awaitAnswer(started);
    }

    private static List<String> bootArguments(LabNetwork network) {
        String[] range = network.range().split(",", -1);
        return List.of(
                "--slipway.boot.mode=dhcp",
                // The machines' only console is the serial one; the last named becomes /dev/console.
                "--slipway.boot.kernel-arguments=console=tty0 console=ttyS0,115200",
                "--slipway.boot.interface=" + network.interfaceName(),
                "--slipway.boot.range-start=" + range[0],
                "--slipway.boot.range-end=" + range[1]);
    }

    private void awaitAnswer(Process started) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(START_LIMIT);
        while (Instant.now().isBefore(deadline)) {
            if (!started.isAlive()) {
                throw new IOException("The site ended with " + started.exitValue() + "; its output is in " + log()
                        + ":\n" + lastLines());
            }
            if (answers()) {
                return;
            }
            Thread.sleep(250);
        }
        throw new IOException("The site does not answer on " + address() + " after " + START_LIMIT.toSeconds()
                + " s; its output is in " + log());
    }

    private boolean answers() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address().resolve("/actuator/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (Socket machines = new Socket("localhost", settings.tlsPort())) {
            return machines.isConnected()
                    && client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            < 500;
        } catch (IOException e) {
            return false;
        }
    }

    /** As this machine reaches it. */
    public URI address() {
        return URI.create("http://localhost:" + settings.httpPort());
    }

    /** As machines in the lab reach it. */
    public URI addressInLab() {
        return URI.create("http://" + settings.network().address() + ":" + settings.httpPort());
    }

    /** Where machines talk to it, over TLS. */
    public URI machineAddressInLab() {
        return URI.create("https://" + settings.network().address() + ":" + settings.tlsPort());
    }

    public Path log() {
        return settings.folder().resolve("site.log");
    }

    /** The password that the site printed at its first start. */
    public String password() throws IOException {
        Matcher matcher = PASSWORD.matcher(Files.readString(log(), StandardCharsets.UTF_8));
        if (!matcher.find()) {
            throw new IOException("The site printed no password; its output is in " + log());
        }
        return matcher.group(1);
    }

    public long processId() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("the site was not started");
        }
        return running.pid();
    }

    /** Ends the site at once, as {@code kill -9} does; dnsmasq, its child, is left behind as it would be. */
    public void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.waitFor(20, TimeUnit.SECONDS);
            process = null;
        }
    }

    @Override
    public void close() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroy();
            if (!running.waitFor(15, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
            process = null;
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /** A copy of the program: a build that replaces the jar under a running site takes its classes away. */
    private Path program() throws IOException {
        Path copy = settings.folder().resolve("site.jar");
        Files.copy(settings.jar(), copy, StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }
}
