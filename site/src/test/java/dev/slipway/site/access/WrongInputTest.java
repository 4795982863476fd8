package dev.slipway.site.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.TestSite;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Walks the API's description and asks every route for nonsense, as a Full Administrator: the site never fails, and always says what is wrong. */
class WrongInputTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> WRONG_IDS = List.of(
            "no-such",
            "SLPFFFFF",
            "-1",
            "0",
            "99999999999999999999",
            "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "..%5c..%5cwindows",
            "%00",
            "%0a%01",
            "%F0%9F%9A%A2",
            "%ff%fe",
            "';%20drop%20table%20package;%20--",
            "x".repeat(3000));
    private static final List<String> WRONG_BODIES = List.of(
            "",
            "null",
            "[]",
            "{}",
            "5",
            "\"text\"",
            "{",
            "{\"a\":",
            "[".repeat(3000),
            "\u0000",
            "{\"unknown\": {\"a\": [1, 2]}}",
            "<xml/>");
    private static final List<Object> WRONG_VALUES = new ArrayList<>(List.of(
            "",
            " ",
            "x".repeat(100_000),
            "a\u0000b\u0001\n\u007f\u0085",
            "\ud800 alone",
            "../../../../etc/passwd",
            "\\\\server\\..\\..\\share",
            -1,
            0,
            1.5,
            Long.MIN_VALUE,
            new java.math.BigInteger("99999999999999999999999"),
            1e300,
            true,
            List.of(),
            List.of("", "x", 5),
            Map.of(),
            Map.of("a", Map.of("b", "c"))));
    private static final List<String> WRONG_QUERIES =
            List.of("", "-1", "0", "x", "99999999999999999999", "%00", "%ff", "%25%27%22", "a".repeat(3000));

    @TempDir
    static Path folder;

    private static TestSite site;
    private static String token;
    private static WrongInputDocument document;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(folder, "--slipway.approval=automatic");
        document = WrongInputDocument.read();
        WRONG_VALUES.add(null);
        token = site.tokenOf(dev.slipway.site.Role.FULL_ADMINISTRATOR);
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        if (site != null) {
            site.close();
        }
    }

    @Test
    @Timeout(300)
    void noRouteFailsAndEachSaysWhatIsWrong() throws Exception {
        Map<String, String> known = WrongInputFixtures.make(site, folder);
        Set<String> complaints = new TreeSet<>();
        // Deletions come last, for what they delete.
        List<WrongInputDocument.Route> routes = document.routes().stream()
                .filter(route -> !route.path().equals("/events"))
                .sorted(Comparator.comparing(route -> route.method().equals("DELETE")))
                .toList();
        assertThat(routes).hasSizeGreaterThan(150);
        int asked = 0;
        for (WrongInputDocument.Route route : routes) {
            List<Request> requests = requests(route, known);
            asked += requests.size();
            for (Request request : requests) {
                ask(request, complaints);
            }
        }
        assertThat(asked).isGreaterThan(5000);
        operationsThatFailedUnforeseen(complaints::add);
        assertThat(complaints).as("%d of %d requests", complaints.size(), asked).isEmpty();
    }

    private record Request(String method, String path, String contentType, BodyPublisher body, String what) {}

    private static List<Request> requests(WrongInputDocument.Route route, Map<String, String> known) {
        List<Request> all = new ArrayList<>();
        String right = filled(route.path(), known);
        if (route.path().contains("{")) {
            for (String id : WRONG_IDS) {
                String wrong = route.path().replaceAll("\\{[^/]*}", java.util.regex.Matcher.quoteReplacement(id));
                all.add(json(route, wrong, route.hasBody() ? JSON.writeValueAsString(route.sample()) : ""));
            }
        }
        for (String name : route.queries()) {
            for (String value : WRONG_QUERIES) {
                all.add(json(route, right + "?" + name + "=" + value, ""));
            }
        }
        if (route.hasBody()) {
            WRONG_BODIES.forEach(body -> all.add(json(route, right, body)));
            all.add(new Request(route.method(), right, "text/plain", BodyPublishers.ofString("text"), "text/plain"));
            all.add(new Request(route.method(), right, "application/xml", BodyPublishers.ofString("<a/>"), "xml"));
            all.add(new Request(route.method(), right, "nonsense", BodyPublishers.ofString("{}"), "no media type"));
            all.add(json(route, right, "{\"name\": \"" + "y".repeat(10 << 20) + "\"}"));
            all.addAll(mutations(route, right));
        }
        if (all.isEmpty() || !route.hasBody()) {
            all.add(json(route, right, ""));
        }
        return all;
    }

    /** The sample with one field wrong at a time. */
    private static List<Request> mutations(WrongInputDocument.Route route, String path) {
        List<Request> all = new ArrayList<>();
        if (route.sample() instanceof Map<?, ?> sample) {
            for (Object field : sample.keySet()) {
                for (Object value : WRONG_VALUES) {
                    Map<Object, Object> changed = new LinkedHashMap<>(sample);
                    changed.put(field, value);
                    all.add(json(route, path, JSON.writeValueAsString(changed)));
                }
            }
            all.add(json(route, path, JSON.writeValueAsString(sample)));
            all.add(json(route, path, JSON.writeValueAsString(sample)));
        }
        return all;
    }

    private static Request json(WrongInputDocument.Route route, String path, String body) {
        String shown = body.length() > 300 ? body.substring(0, 300) + "…" : body;
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return new Request(route.method(), path, "application/json", publisher, shown);
    }

    private static String filled(String path, Map<String, String> known) {
        String filled = path;
        for (var one : known.entrySet()) {
            filled = filled.replace("{" + one.getKey() + "}", one.getValue());
        }
        return filled.replaceAll("\\{[^/]*}", "no-such");
    }

    private static void ask(Request request, Set<String> complaints) throws Exception {
        String name = request.method() + " " + shortened(request.path()) + " " + request.what();
        HttpRequest.Builder built = HttpRequest.newBuilder(URI.create("http://localhost:" + site.httpPort() + "/api/v1"
                        + request.path().replace("'", "%27")))
                .header("Content-Type", request.contentType())
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(30))
                .method(request.method(), request.body());
        HttpResponse<String> answer;
        try {
            answer = CLIENT.send(built.build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            complaints.add(name + " → " + e);
            return;
        }
        if (answer.statusCode() >= 500) {
            complaints.add(name + " → " + answer.statusCode() + " " + answer.body());
        } else if (answer.statusCode() >= 400) {
            String type = answer.headers().firstValue("Content-Type").orElse("none");
            JsonNode problem = type.startsWith("application/problem+json")
                    ? JSON.readTree(answer.body())
                    : JSON.createObjectNode();
            if (!problem.path("code").asString("").matches("[a-z][a-z0-9-]+")
                    || problem.path("detail").asString("").length() < 10) {
                complaints.add(name + " → " + answer.statusCode() + " " + type + " " + shortened(answer.body()));
            }
        }
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private static void operationsThatFailedUnforeseen(Consumer<String> complaints) throws Exception {
        for (JsonNode operation : site.get("/operations?limit=500").json().get("items")) {
            if (operation.path("errorCode").asString("").equals("internal-error")) {
                complaints.accept(shortened(operation.get("kind").asString() + " → " + operation.get("message")));
            }
        }
    }
}
