package dev.slipway.acceptance;

import dev.slipway.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The site's API for people's tools, as an administrator uses it. */
public final class SiteApi {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI site;
    private final String token;

    private SiteApi(URI site, String token) {
        this.site = site;
        this.token = token;
    }

    /** @param site without path, as {@code http://localhost:8080} */
    public static SiteApi login(URI site, String account, String password) throws IOException, InterruptedException {
        JsonNode answer =
                new SiteApi(site, "").post("/tokens", Map.of("account", account, "password", password, "name", "lab"));
        return new SiteApi(site, answer.path("token").asString());
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return ask("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    public JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return ask("POST", path, HttpRequest.BodyPublishers.ofByteArray(Json.encode(body)));
    }

    public JsonNode put(String path) throws IOException, InterruptedException {
        return ask("PUT", path, HttpRequest.BodyPublishers.noBody());
    }

    public JsonNode put(String path, Object body) throws IOException, InterruptedException {
        return ask("PUT", path, HttpRequest.BodyPublishers.ofByteArray(Json.encode(body)));
    }

    public JsonNode patch(String path, Object body) throws IOException, InterruptedException {
        return ask("PATCH", path, HttpRequest.BodyPublishers.ofByteArray(Json.encode(body)));
    }

    public void delete(String path) throws IOException, InterruptedException {
        ask("DELETE", path, HttpRequest.BodyPublishers.noBody());
    }

    private JsonNode ask(String method, String path, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(site.resolve("/api/v1" + path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        byte[] answer = response.body();
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + " was answered with " + response.statusCode() + ": "
                    + new String(answer, StandardCharsets.UTF_8));
        }
        return Json.mapper().readTree(answer.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : answer);
    }
}
