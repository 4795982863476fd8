package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person or a script sees of the command, against an HTTP server that answers as the API's description says. */
class MainTest {
    @TempDir
    Path home;

    private HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void withoutACommandItTellsTheUsageAndEndsWithTwo() {
        assertThat(run("")).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: slipway", "Exit codes");
    }

    @Test
    void aSiteThatIsAwayEndsWithThree() {
        server.stop(0);
        assertThat(run("", "image", "list")).isEqualTo(3);
        assertThat(err.toString()).contains("Cannot reach").contains("(site-unreachable)");
    }

    @Test
    void aMissingLoginEndsWithFourAndSaysHowToLogIn() {
        answer("/api/v1/images", 401, "{\"code\":\"not-logged-in\",\"detail\":\"There is no token.\"}");
        assertThat(run("", "image", "list")).isEqualTo(4);
        assertThat(err.toString()).contains("slipway login").contains("(not-logged-in)");
    }

    @Test
    void aRefusalEndsWithOneAndShowsCodeAndPlaces() {
        answer("/api/v1/task-sequences", 422, """
                {"code":"sequence-invalid","detail":"The XML is wrong.","errors":[{"line":3,"column":9,"message":"no such type"}]}
                """);
        assertThat(run("<sequence/>", "sequence", "add", "Test", "-")).isEqualTo(1);
        assertThat(err.toString())
                .contains("The XML is wrong. (sequence-invalid)")
                .contains("line 3, column 9: no such type");
    }

    @Test
    void loginKeepsTheTokenForItsOwnerAlone() throws IOException {
        answer("/api/v1/tokens", 201, """
                {"id":"1","token":"s3cret","account":"admin","role":"FULL_ADMINISTRATOR","expiresAt":"2026-11-21T12:00:00Z"}
                """);
        assertThat(run("correct horse\n", "login")).isZero();

        Path file = home.resolve("slipway/credentials.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).contains("s3cret").doesNotContain("correct horse");
        assertThat(requests.getFirst()).contains("correct horse");
        assertThat(out.toString()).doesNotContain("s3cret").contains("full administrator");
    }

    @Test
    void anImageIsFollowedUntilItIsThere() {
        answer("/api/v1/images", 202, "{\"id\":\"op1\",\"title\":\"Add image a.wim\",\"state\":\"QUEUED\"}");
        answer("/api/v1/operations/op1", 200, """
                {"id":"op1","title":"Add image a.wim","state":"SUCCEEDED","subject":"SLP00001","percent":100}
                """);
        assertThat(run("", "image", "add", "/srv/a.wim")).isZero();
        assertThat(requests.getFirst()).startsWith("POST /api/v1/images").contains("\"/srv/a.wim\"");
        assertThat(out.toString()).contains("SLP00001");
    }

    @Test
    void aFailedRunEndsTheWatchWithFive() {
        answer("/api/v1/runs/r1/steps", 200, """
                {"items":[{"step":1,"ordinal":1,"name":"Partition","state":"FAILED","exitCode":1,"message":"no disk"}]}
                """);
        answer("/api/v1/runs/r1", 200, """
                {"id":"r1","state":"FAILED","sequenceName":"Debian","deviceName":"PC1","stepCount":4,"startedAt":"2026-11-21T12:00:00Z","finishedAt":"2026-11-21T12:00:09Z"}
                """);
        assertThat(run("", "run", "watch", "r1")).isEqualTo(5);
        assertThat(out.toString())
                .contains("[1/4] Partition: failed with exit code 1, no disk")
                .contains("failed after 9.0 s");
    }

    @Test
    void secretsAreRefusedAsArguments() {
        assertThat(run("", "device", "set", "7", "OSDPassword=abc", "--secret")).isEqualTo(2);
        assertThat(requests).isEmpty();
    }

    @Test
    void programsGetTheAnswerAsJson() {
        answer("/api/v1/images", 200, "{\"items\":[{\"id\":\"SLP00001\",\"sizeBytes\":5}]}");
        assertThat(run("", "image", "list", "--output", "json")).isZero();
        assertThat(out.toString()).contains("\"id\" : \"SLP00001\"").contains("\"sizeBytes\" : 5");
    }

    private int run(String input, String... arguments) {
        URI site = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        Terminal terminal = new Terminal(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                Optional.empty(),
                Map.of("SLIPWAY_SITE", site.toString()),
                home.resolve("slipway"));
        return Main.execute(terminal, arguments);
    }

    private void answer(String path, int status, String json) {
        server.createContext(path, exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
