package dev.slipway.site.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.content.IngestProgress;
import dev.slipway.site.TestSite;
import dev.slipway.site.library.Content;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The site's process is killed in the midst of an update, a validation and the writing of a prestaged file. */
@Timeout(240)
class SiteKilledAtWorkTest {
    private static final int BYTES = 48_000_000;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private int port;
    private String token = "";

    private JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1" + path))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return new JsonMapper().readTree(answer.body());
    }

    private Process process() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.slipway.site.Application",
                        "--slipway.data=" + folder.resolve("data"),
                        "--slipway.http-port=" + port,
                        "--slipway.tls-port=0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("site.log").toFile())
                .start();
        Instant deadline = Instant.now().plusSeconds(120);
        while (token.isEmpty()) {
            assertThat(Instant.now()).as("the site starts").isBefore(deadline);
            assertThat(process.isAlive()).isTrue();
            try {
                token = ask("POST", "/tokens", "{\"account\":\"tester\",\"password\":\"a password for tests\"}")
                        .get("token")
                        .asString();
            } catch (IOException | AssertionError e) {
                Thread.sleep(200);
            }
        }
        return process;
    }

    private static void noise(Path file, long seed) throws IOException {
        byte[] bytes = new byte[BYTES];
        new Random(seed).nextBytes(bytes);
        Files.write(file, bytes);
    }

    private static String ended(TestSite site, String operation, String expected) throws Exception {
        Instant deadline = Instant.now().plusSeconds(90);
        while (true) {
            JsonNode now = site.get("/operations/" + operation).json();
            if (now.has("finishedAt")) {
                assertThat(now.get("state").asString()).as(now.toString()).isEqualTo(expected);
                return now.get("message").asString();
            }
            assertThat(Instant.now()).as(now.toString()).isBefore(deadline);
            Thread.sleep(100);
        }
    }

    private static String software(TestSite site, Path source, String name) throws Exception {
        JsonNode operation = site.api(
                        "POST", "/software-packages", "{\"name\":\"" + name + "\",\"path\":\"" + source + "\"}")
                .json();
        ended(site, operation.get("id").asString(), "SUCCEEDED");
        return site.get("/operations/" + operation.get("id").asString())
                .json()
                .get("subject")
                .asString();
    }

    @Test
    @Tag("DIST-3")
    @Tag("DIST-5")
    @Tag("DIST-11")
    void workGoesOnAtTheNextStartAndNothingIsHalfDone() throws Exception {
        Path changing = Files.createDirectories(folder.resolve("changing"));
        Path still = Files.createDirectories(folder.resolve("still"));
        noise(changing.resolve("data"), 1);
        noise(still.resolve("data"), 2);
        String updated;
        String checked;
        try (TestSite site = TestSite.start(folder)) {
            updated = software(site, changing, "Changing");
            checked = software(site, still, "Still");
        }
        noise(changing.resolve("data"), 3);
        List<String> operations = new ArrayList<>();
        Process process = process();
        try {
            operations.add(
                    ask("POST", "/content/" + updated + "/update", "").get("id").asString());
            operations.add(ask("POST", "/prestaged-files", "{\"packages\":[\"" + checked + "\"]}")
                    .get("id")
                    .asString());
            ask("POST", "/content/" + checked + "/validate", "{\"points\":[\"SITE\"]}");
            while (ask("GET", "/operations/" + operations.getFirst(), "")
                    .get("state")
                    .asString()
                    .equals("QUEUED")) {
                Thread.sleep(5);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (TestSite site = TestSite.start(folder)) {
            for (String operation : operations) {
                ended(site, operation, "SUCCEEDED");
            }
            JsonNode status = status(site, updated);
            assertThat(status.get("version").asLong()).isEqualTo(2);
            assertThat(status.get("installed").asInt()).isEqualTo(1);
            Instant deadline = Instant.now().plusSeconds(60);
            while (!status(site, checked).get("points").get(0).has("validatedAt")) {
                assertThat(Instant.now()).as("the validation ends").isBefore(deadline);
                Thread.sleep(100);
            }
            Content content = site.bean(Content.class);
            for (String id : List.of(updated, checked)) {
                ContentId current =
                        new ContentId(status(site, id).get("contentId").asString());
                assertThat(content.store().verify(current, IngestProgress.NONE)).isEmpty();
            }
            assertThat(site.get("/prestaged-files").json().get("items")).hasSize(1);
        }
    }

    private static JsonNode status(TestSite site, String packageId) throws Exception {
        return site.get("/content/" + packageId).json();
    }
}
