package dev.slipway.cli;

import dev.slipway.protocol.Json;
import dev.slipway.protocol.PinnedTrust;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Speaks the human API of one site. Every answer that is not success becomes a {@link CommandException}. */
final class SiteClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private static final int LONGEST_SEGMENT = 1000;
    /** Tells the site's locks on which machine an account works; empty when the system does not say. */
    private static final String DEVICE = device();

    private final URI site;
    private final String token;
    private final HttpClient http;

    /** @param token empty when not logged in */
    SiteClient(URI site, String token, String certificateSha256) {
        this.site = site;
        this.token = token;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
        if (!certificateSha256.isEmpty()) {
            builder.sslContext(PinnedTrust.context(certificateSha256));
        }
        this.http = builder.build();
    }

    private static String device() {
        String windows = System.getenv("COMPUTERNAME");
        try {
            String name = windows == null ? Files.readString(Path.of("/etc/hostname")) : windows;
            return name.replaceAll("[^A-Za-z0-9._-]", "");
        } catch (IOException e) {
            return "";
        }
    }

    /** One path segment, encoded: an identifier or a name that somebody typed. */
    static String segment(String text) throws CommandException {
        // The site's server takes no address with these, however they are encoded, nor one of any length; . and .. mean
        // another path (RFC 3986 5.2.4).
        if (text.isBlank() || text.matches("(?s)\\.\\.?|.*[/\\\\%;\\p{Cntrl}].*") || text.length() > LONGEST_SEGMENT) {
            throw new CommandException(
                    ExitCode.USAGE, "identifier-invalid", "\"" + text + "\" is no identifier and no name.");
        }
        return encoded(text);
    }

    /** As an address writes it. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) throws CommandException, InterruptedException {
        return json(send("GET", path, HttpRequest.BodyPublishers.noBody(), Map.of()));
    }

    String getText(String path) throws CommandException, InterruptedException {
        return new String(
                send("GET", path, HttpRequest.BodyPublishers.noBody(), Map.of()).body(), StandardCharsets.UTF_8);
    }

    /** All items of a paged list. */
    List<JsonNode> list(String path) throws CommandException, InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        String separator = path.contains("?") ? "&" : "?";
        String after = "";
        do {
            JsonNode page = get(path + separator + "limit=500" + after);
            page.path("items").forEach(items::add);
            String next = Fields.text(page, "next");
            after = next.isEmpty() ? "" : "&after=" + encoded(next);
        } while (!after.isEmpty());
        return items;
    }

    /** Those items of a paged list that a query leaves. */
    List<JsonNode> list(String path, Map<String, Object> query) throws CommandException, InterruptedException {
        String parameters = query.entrySet().stream()
                .map(one -> one.getKey() + "=" + encoded(one.getValue().toString()))
                .collect(Collectors.joining("&"));
        return list(parameters.isEmpty() ? path : path + "?" + parameters);
    }

    JsonNode post(String path, Object body) throws CommandException, InterruptedException {
        return json(sendJson("POST", path, body));
    }

    JsonNode post(String path) throws CommandException, InterruptedException {
        return json(send("POST", path, HttpRequest.BodyPublishers.noBody(), Map.of()));
    }

    JsonNode put(String path, Object body) throws CommandException, InterruptedException {
        return json(sendJson("PUT", path, body));
    }

    void put(String path) throws CommandException, InterruptedException {
        send("PUT", path, HttpRequest.BodyPublishers.noBody(), Map.of());
    }

    JsonNode patch(String path, Object body) throws CommandException, InterruptedException {
        return json(sendJson("PATCH", path, body));
    }

    void delete(String path) throws CommandException, InterruptedException {
        send("DELETE", path, HttpRequest.BodyPublishers.noBody(), Map.of());
    }

    /** Sends bytes that are not JSON. */
    JsonNode upload(String method, String path, String contentType, byte[] body)
            throws CommandException, InterruptedException {
        return json(
                send(method, path, HttpRequest.BodyPublishers.ofByteArray(body), Map.of("Content-Type", contentType)));
    }

    /** @throws CommandException when no new file can be made there: better known before the site works for it */
    static Path target(Path wanted) throws CommandException {
        Path target = wanted.toAbsolutePath();
        if (target.getParent() == null || !Files.isWritable(target.getParent()) || Files.isDirectory(target)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "target-invalid",
                    "\"" + wanted + "\" cannot be written: name a file in a folder that is there and yours.");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    "target-exists",
                    "\"" + wanted + "\" is there already and is kept: name another file, or remove it first.");
        }
        return target;
    }

    /** Writes an answer of any length into a new file, which appears when it is complete. */
    void download(String path, Path target) throws CommandException, InterruptedException, IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            HttpResponse<InputStream> response =
                    http.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw Refusal.of(site, response.statusCode(), body.readAllBytes());
                }
                Files.copy(body, part);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw unreachable(e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private HttpResponse<byte[]> sendJson(String method, String path, Object body)
            throws CommandException, InterruptedException {
        return send(
                method,
                path,
                HttpRequest.BodyPublishers.ofByteArray(Json.encode(body)),
                Map.of("Content-Type", "application/json"));
    }

    private HttpResponse<byte[]> send(
            String method, String path, HttpRequest.BodyPublisher body, Map<String, String> headers)
            throws CommandException, InterruptedException {
        HttpRequest.Builder request = request(path).timeout(ANSWER).method(method, body);
        headers.forEach(request::header);
        HttpResponse<byte[]> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw unreachable(e);
        }
        if (response.statusCode() >= 200 && response.statusCode() < 300) {
            return response;
        }
        throw Refusal.of(site, response.statusCode(), response.body());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(site + "/api/v1" + path));
        if (!DEVICE.isEmpty()) {
            request.header("Slipway-Device", DEVICE);
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private CommandException unreachable(IOException e) {
        return new CommandException(
                ExitCode.UNREACHABLE, "site-unreachable", "Cannot reach " + site + ": " + reason(e));
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private JsonNode json(HttpResponse<byte[]> response) throws CommandException {
        if (response.body().length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return Json.mapper().readTree(response.body());
        } catch (JacksonException e) {
            throw new CommandException(
                    ExitCode.UNREACHABLE,
                    "not-a-site",
                    site + " answered with something that is not JSON. Is this the address of a Slipway site?");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
