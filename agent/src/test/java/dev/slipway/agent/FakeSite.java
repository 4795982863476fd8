package dev.slipway.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.agent.site.SiteAddress;
import dev.slipway.protocol.Assignments;
import dev.slipway.protocol.EventsAccepted;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.Problem;
import dev.slipway.protocol.Registration;
import dev.slipway.protocol.RegistrationResult;
import dev.slipway.protocol.RequestSignature;
import dev.slipway.protocol.RunEvent;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.protocol.SavedState;
import dev.slipway.protocol.StartRun;
import dev.slipway.protocol.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The machine's side of a site for one machine and one run, over real TLS, with the rules of the protocol: proofs are checked and good
 * once, events come without gaps, older states are refused.
 */
public final class FakeSite implements AutoCloseable {
    volatile String language = "";

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String pin;
    private final Set<String> proofs = new HashSet<>();
    private final Set<String> tokens = new HashSet<>();
    private final List<RunEvent> events = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private Optional<PublicKey> key = Optional.empty();
    private Optional<SavedState> state = Optional.empty();
    private List<Assignments.Offer> offers = List.of();
    private Optional<RunPolicy> policy = Optional.empty();
    private RegistrationResult.State approval = RegistrationResult.State.APPROVED;
    private final Map<String, byte[]> answers = new HashMap<>();
    private boolean started;
    private boolean away;
    private boolean cancelled;

    private FakeSite(HttpsServer server, String pin) {
        this.server = server;
        this.pin = pin;
    }

    public static FakeSite start(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        TestCertificate certificate = TestCertificate.make(folder.resolve("site.p12"));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        FakeSite site = new FakeSite(server, certificate.pin());
        server.createContext("/", site::handle);
        server.setExecutor(site.threads);
        server.start();
        return site;
    }

    public SiteAddress address() {
        return address(pin);
    }

    public SiteAddress address(String otherPin) {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        return new SiteAddress(
                URI.create("https://" + host + ":" + server.getAddress().getPort()),
                URI.create("http://" + host),
                otherPin);
    }

    public synchronized void offer(Assignments.Offer... available) {
        offers = List.of(available);
    }

    /** The run that an offer starts. */
    public synchronized void policy(RunPolicy run) {
        policy = Optional.of(run);
    }

    /** As if the machine had begun the run and not ended it. */
    public synchronized void resume(RunPolicy run) {
        policy = Optional.of(run);
        started = true;
    }

    public synchronized void approval(RegistrationResult.State decided) {
        approval = decided;
    }

    /** Answers 503 to everything, as a proxy in front of a site that is down. */
    public synchronized void away(boolean now) {
        away = now;
    }

    public synchronized void cancel() {
        cancelled = true;
    }

    /** What an address below {@code /machine/v1} gives. */
    public synchronized void answer(String path, byte[] body) {
        answers.put(path, body);
    }

    public synchronized void forgetTokens() {
        tokens.clear();
    }

    public synchronized void state(SavedState saved) {
        state = Optional.of(saved);
    }

    public synchronized Optional<SavedState> state() {
        return state;
    }

    public synchronized List<RunEvent> events() {
        return List.copyOf(events);
    }

    /** Method and path of every request that was answered with success. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Answer answer;
        try {
            answer = answer(exchange, body);
        } catch (RuntimeException | GeneralSecurityException e) {
            answer = problem(500, "broken", e.toString());
        }
        exchange.getResponseHeaders()
                .set("Content-Type", answer.status() < 300 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    private record Answer(int status, byte[] body) {}

    private static Answer ok(Object value) {
        return new Answer(200, Json.encode(value));
    }

    private static Answer problem(int status, String code, String detail) {
        return new Answer(status, Json.encode(new Problem("about:blank", code, status, detail, code)));
    }

    private synchronized Answer answer(HttpExchange exchange, byte[] body) throws GeneralSecurityException {
        if (away) {
            return problem(503, "away", "The site is down");
        }
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().toString().replaceFirst("^/machine/v1", "");
        if (path.equals("/register")) {
            Registration registration = Json.decode(body, Registration.class);
            key = Optional.of(KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(registration.publicKey()))));
        }
        String bearer = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .map(header -> header.substring("Bearer ".length()))
                .orElse("");
        Optional<Answer> refused = refuse(exchange, method, path, body, bearer);
        if (refused.isPresent()) {
            return refused.get();
        }
        Answer answer = route(method, path, body);
        if (answer.status() < 300) {
            requests.add(method + " " + path);
        }
        return answer;
    }

    private Optional<Answer> refuse(HttpExchange exchange, String method, String path, byte[] body, String bearer) {
        boolean open = path.equals("/register") || path.equals("/token");
        if (!open && !tokens.contains(bearer)) {
            return Optional.of(problem(401, "token-invalid", "No such token"));
        }
        String proof = Optional.ofNullable(exchange.getRequestHeaders().getFirst(RequestSignature.HEADER))
                .orElse("");
        String full = exchange.getRequestURI().toString();
        boolean good = key.isPresent()
                && RequestSignature.verify(key.get(), proof, method, full, Instant.now(), body, bearer)
                && proofs.add(proof);
        return good ? Optional.empty() : Optional.of(problem(401, "proof-invalid", "The proof is not good"));
    }

    private Answer route(String method, String path, byte[] body) {
        if (path.equals("/register")) {
            return ok(new RegistrationResult(7, "PC-7", approval, "Ask the service desk.", 1));
        }
        if (path.equals("/token")) {
            if (approval != RegistrationResult.State.APPROVED) {
                return problem(403, "machine-not-approved", "Not approved");
            }
            String token = "token-" + System.nanoTime();
            tokens.add(token);
            return ok(new Token(token, Instant.now().plus(Duration.ofMinutes(15))));
        }
        if (path.equals("/assignments")) {
            return ok(new Assignments("PC-7", offers, started ? policy.orElseThrow() : null, language));
        }
        if (path.equals("/runs")) {
            Json.decode(body, StartRun.class);
            started = true;
            return ok(policy.orElseThrow());
        }
        byte[] fixed = answers.get(path);
        if (fixed != null) {
            return new Answer(200, fixed);
        }
        if (path.endsWith("/state")) {
            return method.equals("GET") ? getState() : putState(Json.decode(body, SavedState.class));
        }
        if (path.endsWith("/events")) {
            return take(Json.decodeList(body, RunEvent.class));
        }
        return problem(404, "not-found", path);
    }

    private Answer getState() {
        return state.map(FakeSite::ok).orElse(new Answer(204, new byte[0]));
    }

    private Answer putState(SavedState offered) {
        if (!started) {
            return problem(409, "run-ended", "The run is over");
        }
        if (state.filter(kept -> kept.saveNumber() > offered.saveNumber()).isPresent()) {
            return problem(409, "state-number", "Older than what is kept");
        }
        state = Optional.of(offered);
        return new Answer(204, new byte[0]);
    }

    private Answer take(List<RunEvent> offered) {
        for (RunEvent event : offered) {
            if (event.number() > events.size() + 1L) {
                return problem(409, "event-gap", "Expected " + (events.size() + 1));
            }
            if (event.number() == events.size() + 1L) {
                events.add(event);
                started &= !(event.body() instanceof RunEvent.RunFinished);
            }
        }
        return ok(new EventsAccepted(events.size(), cancelled));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
