package dev.slipway.site.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.site.TestSite;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A mirror of the site's folder behind nginx is a distribution point. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlainPointTest {
    private static final String PACKAGE = "SLPA0001";

    @TempDir
    static Path folder;

    private static TestSite site;
    private static ContentId content;
    private static Process nginx;
    private static String point = "";

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(Files.createDirectories(folder.resolve("site")));
        content = site.addPackage(PACKAGE, "DRIVER_PACKAGE", "mirrored ".repeat(1000));
        mirror();
        int port = freePort();
        Path settings = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; pid %1$s/nginx.pid; error_log stderr;
                events {}
                http { access_log off; server { listen 127.0.0.1:%2$d; location /content/ { alias %1$s/mirror/; autoindex off; limit_except GET { deny all; } } } }
                """.formatted(folder, port));
        nginx = new ProcessBuilder("/usr/sbin/nginx", "-p", folder.toString(), "-c", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        point = site.api(
                        "POST",
                        "/distribution-points",
                        "{\"name\":\"Mirror\",\"contentUrl\":\"http://127.0.0.1:" + port + "/content\"}")
                .json()
                .get("id")
                .asString();
    }

    @AfterAll
    static void stop() throws Exception {
        nginx.destroy();
        nginx.waitFor(10, TimeUnit.SECONDS);
        site.close();
    }

    /** As the guide says it. */
    private static void mirror() throws Exception {
        Path mirror = Files.createDirectories(folder.resolve("mirror"));
        List<String> command = new ArrayList<>(List.of("rsync", "-a", "--delete-after"));
        for (String part : List.of("packs", "manifests", "extents")) {
            command.add(folder.resolve("site/data/content").resolve(part).toString());
        }
        command.add(mirror.toString());
        run(command.toArray(String[]::new));
        // The test may run as root, whose nginx reads with another account.
        run("chmod", "-R", "a+rX", folder.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(List.of(command)).start().waitFor()).isZero();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static JsonNode awaitRow(String at, String state, String why) throws Exception {
        return awaitRow(PACKAGE, at, state, why);
    }

    private static JsonNode awaitRow(String packageId, String at, String state, String why) throws Exception {
        JsonNode last = null;
        for (int i = 0; i < 300; i++) {
            for (JsonNode row : site.get("/content/" + packageId).json().get("points")) {
                if (row.get("pointId").asString().equals(at)) {
                    last = row;
                }
            }
            if (last != null
                    && last.get("state").asString().equals(state)
                    && last.get("why").asString().contains(why)) {
                return last;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("Not " + state + " with \"" + why + "\": " + last);
    }

    private static void flip(Path store) throws Exception {
        String pack = site.bean(dev.slipway.site.library.Content.class)
                .store()
                .extents(content)
                .extents()
                .getFirst()
                .pack()
                .hex();
        try (RandomAccessFile file =
                new RandomAccessFile(store.resolve("packs/" + pack + ".pack").toFile(), "rw")) {
            file.seek(file.length() / 2);
            int old = file.read();
            file.seek(file.length() / 2);
            file.write(old ^ 1);
        }
    }

    private static void ask(String action, String at) throws Exception {
        ask(PACKAGE, action, at);
    }

    private static void ask(String packageId, String action, String at) throws Exception {
        TestSite.Answer answer =
                site.api("POST", "/content/" + packageId + "/" + action, "{\"points\":[\"" + at + "\"]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @Test
    @Order(1)
    void mirrorCountsAsInstalledAfterEveryBlockWasRead() throws Exception {
        ask("distribute", point);
        awaitRow(point, "INSTALLED", "");
    }

    @Test
    @Order(1)
    @Tag("DIST-12")
    void plainServerListsNothingTakesNothingAndServesWithoutLookingAtTickets() throws Exception {
        String extents = "/content/extents/" + content.hex() + ".extents";
        assertThat(asked("GET", extents + "?bearer=machine-1&expires=1&signature=none"))
                .isEqualTo(200);
        assertThat(asked("GET", extents)).isEqualTo(200);
        for (String listing : List.of("/content/", "/content/packs/", "/content/extents/", "/content/manifests/")) {
            assertThat(asked("GET", listing)).as(listing).isEqualTo(403);
        }
        assertThat(asked("PUT", extents)).isIn(403, 405);
        assertThat(asked("DELETE", extents)).isIn(403, 405);
    }

    private static int asked(String method, String path) throws Exception {
        String address = site.get("/distribution-points/" + point)
                .json()
                .get("address")
                .get("contentUrl")
                .asString()
                .replaceFirst("/content$", "");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address + path))
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    @Order(2)
    @Tag("DIST-5")
    void damageInTheSitesOwnStoreIsMendedFromAnotherPoint() throws Exception {
        for (int i = 0; i < 100 && !site.bean(Points.class).get(point).serves(); i++) {
            Thread.sleep(100);
        }
        flip(folder.resolve("site/data/content"));
        ask("validate", DistributionPoint.SITE);
        JsonNode row = awaitRow(DistributionPoint.SITE, "INSTALLED", "came anew from Mirror");
        assertThat(row.get("validatedAt").asString()).isNotEmpty();
        assertThat(site.get("/status-messages?packageId=" + PACKAGE + "&pointId=SITE")
                        .body())
                .contains("\"messageId\":2386");
    }

    @Test
    @Order(3)
    @Tag("DIST-3")
    void nextVersionIsInstalledOnceItIsMirroredAndTheOldOneIsServedMeanwhile() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source"));
        Files.writeString(source.resolve("setup.sh"), "the first version");
        String id = site.ended(
                        site.api("POST", "/software-packages", "{\"name\":\"Mirrored\",\"path\":\"" + source + "\"}"))
                .get("subject")
                .asString();
        mirror();
        ask(id, "distribute", point);
        awaitRow(id, point, "INSTALLED", "");
        Files.writeString(source.resolve("setup.sh"), "the second version, which is longer");
        site.ended(site.api("POST", "/content/" + id + "/update", ""));
        JsonNode waiting = awaitRow(id, point, "CONTENT_UPDATING", "");
        assertThat(waiting.get("presentVersion").asLong()).isEqualTo(1);
        mirror();
        assertThat(awaitRow(id, point, "INSTALLED", "").get("presentVersion").asLong())
                .isEqualTo(2);
    }

    @Test
    @Order(4)
    @Tag("DIST-5")
    void damageInAMirrorIsFoundAndItsMachinesAreSentElsewhere() throws Exception {
        flip(folder.resolve("mirror"));
        ask("validate", point);
        awaitRow(point, "INSTALL_RETRYING", "");
        assertThat(site.bean(Places.class)
                        .of("10.0.0.1", content.hex(), java.util.Set.of(PACKAGE), "http://site/content"))
                .extracting(place -> place.name())
                .containsExactly("Site server");
    }
}
