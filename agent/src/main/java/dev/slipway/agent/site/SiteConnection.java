package dev.slipway.agent.site;

import dev.slipway.agent.machine.MachineKey;
import dev.slipway.agent.machine.SiteClock;
import dev.slipway.protocol.Assignments;
import dev.slipway.protocol.ContentTicket;
import dev.slipway.protocol.EventsAccepted;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.PinnedTrust;
import dev.slipway.protocol.Problem;
import dev.slipway.protocol.Registration;
import dev.slipway.protocol.RegistrationResult;
import dev.slipway.protocol.RequestSignature;
import dev.slipway.protocol.RunEvent;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.protocol.SavedState;
import dev.slipway.protocol.StartRun;
import dev.slipway.protocol.Token;
import dev.slipway.protocol.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * The machine protocol, {@code /machine/v1}. Every method sends one request and throws when it fails; who wants to wait for a site
 * that is away wraps the call in a {@link Backoff}. Tokens are taken and renewed as needed.
 */
public final class SiteConnection {
    private static final String BASE = "/machine/v1";
    /** Includes the TLS handshake, which takes a slow or emulated machine seconds the first time. */
    private static final Duration CONNECT = Duration.ofSeconds(45);

    private static final Duration ANSWER = Duration.ofSeconds(60);
    /** A token is renewed when less of its life is left. */
    private static final Duration RENEW_BEFORE = Duration.ofMinutes(2);

    private final URI site;
    private final HttpClient client;
    private final MachineKey key;
    private final SiteClock clock;
    private volatile long machineId;
    private @Nullable Token token;
    private @Nullable Registration registration;

    private enum Proof {
        NONE,
        SIGNED
    }

    public SiteConnection(SiteAddress address, MachineKey key, SiteClock clock) {
        this.site = address.site();
        this.key = key;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(PinnedTrust.context(address.pin()))
                .connectTimeout(CONNECT)
                .build();
    }

    /** Asks for nothing but the site's time. @return how far this machine's clock is behind */
    public Duration synchronizeClock() throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                send("GET", BASE + "/assignments", new byte[0], Proof.NONE, RequestSignature.NO_TOKEN);
        return takeTime(response)
                .orElseThrow(() -> new IOException("The site's answer has no Date header; is a proxy in the way?"));
    }

    /** Introduces the machine; the same is done again whenever the site asks for it. */
    public RegistrationResult register(Registration introduction) throws IOException, InterruptedException {
        useRegistration(introduction);
        RegistrationResult result = decode(signed("POST", "/register", introduction), RegistrationResult.class);
        machineId = result.machineId();
        return result;
    }

    /** For a machine that goes on with a run from its own disk and registered earlier. */
    public void useMachineId(long id) {
        machineId = id;
    }

    private synchronized void useRegistration(Registration introduction) {
        registration = introduction;
    }

    public long machineId() {
        return machineId;
    }

    public Assignments assignments() throws IOException, InterruptedException {
        return decode(call("GET", "/assignments", new byte[0]), Assignments.class);
    }

    public RunPolicy startRun(String deploymentId) throws IOException, InterruptedException {
        return decode(call("POST", "/runs", Json.encode(new StartRun(deploymentId))), RunPolicy.class);
    }

    public RunPolicy policy(String runId) throws IOException, InterruptedException {
        return decode(call("GET", "/runs/" + runId, new byte[0]), RunPolicy.class);
    }

    /** @return empty while nothing was saved */
    public Optional<SavedState> state(String runId) throws IOException, InterruptedException {
        byte[] body = call("GET", "/runs/" + runId + "/state", new byte[0]);
        return body.length == 0 ? Optional.empty() : Optional.of(decode(body, SavedState.class));
    }

    public void saveState(String runId, SavedState state) throws IOException, InterruptedException {
        call("PUT", "/runs/" + runId + "/state", Json.encode(state));
    }

    public EventsAccepted events(String runId, List<RunEvent> events) throws IOException, InterruptedException {
        // Without its generic type a list loses the type property of the events' bodies.
        byte[] body =
                Json.mapper().writerFor(new TypeReference<List<RunEvent>>() {}).writeValueAsBytes(events);
        return decode(call("POST", "/runs/" + runId + "/events", body), EventsAccepted.class);
    }

    public byte[] manifest(String runId, String contentId) throws IOException, InterruptedException {
        return call("GET", content(runId, contentId) + "/manifest", new byte[0]);
    }

    public byte[] extents(String runId, String contentId) throws IOException, InterruptedException {
        return call("GET", content(runId, contentId) + "/extents", new byte[0]);
    }

    public ContentTicket ticket(String runId, String contentId) throws IOException, InterruptedException {
        return decode(call("POST", content(runId, contentId) + "/ticket", new byte[0]), ContentTicket.class);
    }

    private static String content(String runId, String contentId) {
        return "/runs/" + runId + "/content/" + contentId;
    }

    /** A request with token and proof; both are renewed once when the site does not accept them. */
    private byte[] call(String method, String path, byte[] body) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(method, BASE + path, body, Proof.SIGNED, token());
        if (response.statusCode() == 401) {
            takeTime(response);
            forgetToken();
            response = send(method, BASE + path, body, Proof.SIGNED, token());
        }
        return accepted(method, path, response);
    }

    /** A request of a machine that has no token. */
    private byte[] signed(String method, String path, Object body) throws IOException, InterruptedException {
        byte[] bytes = Json.encode(body);
        HttpResponse<byte[]> response = send(method, BASE + path, bytes, Proof.SIGNED, RequestSignature.NO_TOKEN);
        if (response.statusCode() == 401) {
            takeTime(response);
            response = send(method, BASE + path, bytes, Proof.SIGNED, RequestSignature.NO_TOKEN);
        }
        return accepted(method, path, response);
    }

    private synchronized String token() throws IOException, InterruptedException {
        Token current = token;
        if (current == null || clock.now().plus(RENEW_BEFORE).isAfter(current.expiresAt())) {
            current = freshToken();
            token = current;
        }
        return current.value();
    }

    private Token freshToken() throws IOException, InterruptedException {
        try {
            return requestToken();
        } catch (SiteException e) {
            Registration known = registration;
            if (known == null || !e.code().equals("machine-not-approved")) {
                throw e;
            }
            if (register(known).state() != RegistrationResult.State.APPROVED) {
                throw e;
            }
            return requestToken();
        }
    }

    private Token requestToken() throws IOException, InterruptedException {
        return decode(signed("POST", "/token", new TokenRequest(machineId)), Token.class);
    }

    private synchronized void forgetToken() {
        token = null;
    }

    private HttpResponse<byte[]> send(String method, String pathAndQuery, byte[] body, Proof proof, String bearer)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(site.resolve(pathAndQuery))
                .timeout(ANSWER)
                .header("Accept", "application/json, application/octet-stream, application/problem+json")
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (!method.equals("GET")) {
            request.header("Content-Type", "application/json");
        }
        if (!bearer.isEmpty()) {
            request.header("Authorization", "Bearer " + bearer);
        }
        if (proof == Proof.SIGNED) {
            Instant time = clock.forSignature();
            request.header(
                    RequestSignature.HEADER,
                    RequestSignature.sign(key.privateKey(), method, pathAndQuery, time, body, bearer));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private Optional<Duration> takeTime(HttpResponse<?> response) {
        return response.headers().firstValue("Date").flatMap(text -> {
            try {
                return Optional.of(clock.set(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant()));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    private static byte[] accepted(String method, String path, HttpResponse<byte[]> response) throws SiteException {
        int status = response.statusCode();
        if (status < 300) {
            return response.body();
        }
        String request = method + " " + path + ": ";
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (type.startsWith("application/problem+json")) {
            try {
                Problem problem = Json.decode(response.body(), Problem.class);
                throw new SiteException(status, orEmpty(problem.code()), request + problem.detail());
            } catch (JacksonException e) {
                throw new SiteException(status, "", request + "HTTP " + status + " without a readable reason");
            }
        }
        throw new SiteException(status, "", request + "HTTP " + status);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static <T> T decode(byte[] body, Class<T> type) throws IOException {
        try {
            return Json.decode(body, type);
        } catch (JacksonException e) {
            throw new IOException("The site's answer is no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
