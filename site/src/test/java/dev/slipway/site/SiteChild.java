package dev.slipway.site;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole site as a process of its own, to be killed at any moment and started again on the same data. */
public final class SiteChild implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern PASSWORD = Pattern.compile("password: +(\\S+)");
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private final Path folder;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private String token = "";
    private @Nullable Process process;

    /** @param folder receives its data and its log */
    public SiteChild(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    public Path data() {
        return folder.resolve("data");
    }

    public Path log() {
        return folder.resolve("site.log");
    }

    /** Starts it and waits until it answers. */
    public void start() throws IOException, InterruptedException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Application.class.getName(),
                        "--slipway.data=" + data(),
                        "--slipway.http-port=" + port,
                        "--slipway.tls-port=0",
                        "--slipway.operations=10",
                        "--slipway.organisation=Shipyard")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        process = started;
        Instant deadline = Instant.now().plus(START_LIMIT);
        while (!answers()) {
            if (!started.isAlive() || Instant.now().isAfter(deadline)) {
                throw new IOException("The site does not start: " + Files.readString(log()));
            }
            Thread.sleep(50);
        }
        if (token.isEmpty()) {
            Matcher printed = PASSWORD.matcher(Files.readString(log()));
            if (!printed.find()) {
                throw new IOException("The site printed no password: " + Files.readString(log()));
            }
            token = send("POST", "/tokens", Map.of("account", "admin", "password", printed.group(1)))
                    .json()
                    .get("token")
                    .asString();
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            return get("/../../actuator/health").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public TestSite.Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    /** @param body encoded as JSON; an empty text for none */
    public TestSite.Answer send(String method, String path, Object body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1" + path)
                        .normalize())
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        "".equals(body)
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new TestSite.Answer(response.statusCode(), response.body(), "");
    }

    /** The operation that a request began. */
    public String begun(String path, Object body) throws IOException, InterruptedException {
        TestSite.Answer answer = send("POST", path, body);
        if (answer.status() != 202) {
            throw new AssertionError(path + ": " + answer);
        }
        return answer.json().get("id").asString();
    }

    /** The operation when it has ended. */
    public JsonNode ended(String operation) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(120));
        while (Instant.now().isBefore(deadline)) {
            JsonNode now = get("/operations/" + operation).json();
            if (List.of("SUCCEEDED", "FAILED", "CANCELLED")
                    .contains(now.get("state").asString())) {
                return now;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("The operation does not end: " + get("/operations/" + operation));
    }

    /** Ends it at once, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().waitFor();
            process = null;
        }
    }

    /** Ends it as the system does when it stops. */
    public void stop() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.destroy();
            if (!running.waitFor(20, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
            process = null;
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
        client.close();
    }
}
