package dev.slipway.bench;

import dev.slipway.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A site as {@code ./slipway up} starts it, and what it takes of the memory. */
final class MeasuredSite implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Pattern PASSWORD = Pattern.compile("password: +(\\S+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final int httpPort;
    private final int tlsPort;
    private String token = "";

    private MeasuredSite(Process process, Path log, int httpPort, int tlsPort) {
        this.process = process;
        this.log = log;
        this.httpPort = httpPort;
        this.tlsPort = tlsPort;
    }

    static MeasuredSite start(Path data, List<String> javaOptions) throws IOException, InterruptedException {
        Files.createDirectories(data);
        Path log = data.resolve("log");
        int httpPort = WebServer.freePort();
        int tlsPort = WebServer.freePort();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-jar",
                PointProcess.siteJar().toString(),
                "--slipway.data=" + data,
                "--slipway.http-port=" + httpPort,
                "--slipway.tls-port=" + tlsPort));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        MeasuredSite site = new MeasuredSite(process, log, httpPort, tlsPort);
        try {
            site.logIn();
            return site;
        } catch (IOException | InterruptedException e) {
            site.close();
            throw e;
        }
    }

    private void logIn() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(LIMIT);
        while (process.isAlive() && Instant.now().isBefore(end)) {
            Matcher password = PASSWORD.matcher(Files.readString(log));
            if (password.find()) {
                Map<String, String> login =
                        Map.of("account", "admin", "password", password.group(1), "name", "slipway-bench");
                token = ask("POST", "/tokens", login).path("token").asString();
                return;
            }
            Thread.sleep(200);
        }
        throw new IOException("The site did not start: " + Files.readString(log));
    }

    /** @return the id of its content */
    String addImage(Path wim) throws IOException, InterruptedException {
        return addImage(wim.toString(), "");
    }

    /** An account for shares, named as its user. */
    void putSourceAccount(String user, String password) throws IOException, InterruptedException {
        ask("PUT", "/source-accounts/" + user, Map.of("user", user, "password", password));
    }

    /**
     * @param account who opens the share; empty for a path of this computer
     * @return the id of its content
     */
    String addImage(String wim, String account) throws IOException, InterruptedException {
        JsonNode operation = ask(
                "POST",
                "/images",
                account.isEmpty() ? Map.of("path", wim) : Map.of("path", wim, "sourceAccount", account));
        String address = "/operations/" + operation.path("id").asString();
        Instant end = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(end)) {
            JsonNode now = ask("GET", address, Map.of());
            String state = now.path("state").asString();
            if (state.equals("SUCCEEDED")) {
                return ask("GET", "/images/" + now.path("subject").asString(), Map.of())
                        .path("contentId")
                        .asString();
            }
            if (state.equals("FAILED")) {
                throw new IOException(now.path("message").asString());
            }
            Thread.sleep(200);
        }
        throw new IOException(wim + " was not added within " + LIMIT);
    }

    private JsonNode ask(String method, String path, Map<String, String> body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + httpPort + "/api/v1" + path))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(Json.encode(body)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + " was answered with " + answer.statusCode());
        }
        return Json.mapper().readTree(answer.body());
    }

    String contentUrl(boolean tls) {
        return (tls ? "https://localhost:" + tlsPort : "http://localhost:" + httpPort) + "/content";
    }

    /** The most that it ever took. */
    long peakBytes() throws IOException {
        return status("VmHWM:");
    }

    private long status(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow(() -> new IOException("The kernel does not tell " + field));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
