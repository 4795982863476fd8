package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.site.TestSite;
import dev.slipway.site.database.Database;
import dev.slipway.site.distribution.Distributions;
import dev.slipway.site.distribution.Targets;
import dev.slipway.site.library.Content;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the next version, and the one before again, cost a real point. */
@Tag("DIST-3")
class PointVersionsTest {
    private static final int FILES = 3000;

    @TempDir
    static Path root;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(root.resolve("site"));
        settings("{\"pollSeconds\":1,\"retryDelaySeconds\":1}");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static void settings(String body) throws Exception {
        assertThat(site.api("PATCH", "/distribution-settings", body).status()).isEqualTo(200);
    }

    private static JsonNode ended(TestSite.Answer accepted) throws Exception {
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        JsonNode operation = accepted.json();
        for (int i = 0; i < 600 && !operation.has("finishedAt"); i++) {
            Thread.sleep(50);
            operation =
                    site.get("/operations/" + operation.get("id").asString()).json();
        }
        assertThat(operation.path("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        return operation;
    }

    private static String update(String id) throws Exception {
        return ended(site.api("POST", "/content/" + id + "/update", ""))
                .get("message")
                .asString();
    }

    private static void wimlib(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("wimlib-imagex"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static void distributeAndAwait(String id, String point) throws Exception {
        site.bean(Distributions.class).distribute(id, Targets.points(List.of(point)));
        installed(id, point, 1);
    }

    private static void installed(String id, String point, long version) throws Exception {
        Running.await(
                "version " + version + " at " + point,
                () -> Running.row(site, id, point, "state").equals("INSTALLED")
                        && Running.row(site, id, point, "present_version").equals(String.valueOf(version)));
    }

    private static List<String> reported(String point) {
        return site.bean(Database.class)
                .read(handle -> handle.createQuery("select content_id from point_content where point = :point")
                        .bind("point", point)
                        .mapTo(String.class)
                        .list());
    }

    private static long fetched(String id, String point) {
        return Long.parseLong(Running.row(site, id, point, "fetched_bytes"));
    }

    private static long updateRequests() {
        return Optional.ofNullable(site.bean(MeterRegistry.class)
                        .find("http.server.requests")
                        .tag("uri", "/point/v1/content/{contentId}/update")
                        .tag("status", "200")
                        .timer())
                .map(timer -> timer.count())
                .orElse(0L);
    }

    @Test
    void tablesOfTheNextVersionTravelAsPatchesToTheVersionThatThePointHas() throws Exception {
        Path tree = Files.createDirectories(root.resolve("tree"));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(tree.resolve("file-" + i), Running.text(i, 60));
        }
        Path wim = root.resolve("many.wim");
        wimlib("capture", tree.toString(), wim.toString(), "Many files");
        String id = ended(site.api("POST", "/images", "{\"path\":\"" + wim + "\",\"name\":\"Many\"}"))
                .get("subject")
                .asString();
        try (Running point = new Running(root, "updated", Running.joinCode(site))) {
            String at = point.id();
            distributeAndAwait(id, at);
            String first = Running.row(site, id, at, "present_content");
            long before = updateRequests();

            Files.writeString(tree.resolve("file-7"), "another text");
            Files.delete(wim);
            wimlib("capture", tree.toString(), wim.toString(), "Many files");
            assertThat(update(id)).contains("is now at version 2").contains("on its way to updated");
            installed(id, at, 2);

            String second = Running.row(site, id, at, "present_content");
            long document =
                    site.bean(Content.class).store().updateFrom(new ContentId(first), new ContentId(second)).length;
            long newBytes = site.get("/packages/" + id + "/versions")
                    .json()
                    .get("items")
                    .get(0)
                    .get("newBytes")
                    .asLong();
            assertThat(updateRequests()).as("requests for the update").isEqualTo(before + 1);
            assertThat(newBytes).as("a table of %d entries", FILES).isGreaterThan(FILES * 50L);
            assertThat(fetched(id, at) + document)
                    .as("blocks and patches that travelled, of %d new bytes", newBytes)
                    .isLessThan(newBytes / 2);
        }
    }

    private static String software(Path source, String name) throws Exception {
        return ended(site.api("POST", "/software-packages", "{\"name\":\"" + name + "\",\"path\":\"" + source + "\"}"))
                .get("subject")
                .asString();
    }

    @Test
    void rollbackMovesNothingToAPointThatHasKeptTheOlderVersion() throws Exception {
        Path source = Files.createDirectories(root.resolve("kept"));
        Files.writeString(source.resolve("data"), Running.text(1, 4_000_000));
        String id = software(source, "Kept");
        try (Running point = new Running(root, "keeper", Running.joinCode(site))) {
            String at = point.id();
            distributeAndAwait(id, at);
            String first = Running.row(site, id, at, "present_content");
            Files.writeString(source.resolve("data"), Running.text(2, 4_000_000));
            update(id);
            installed(id, at, 2);
            String second = Running.row(site, id, at, "present_content");
            // Some rounds of orders: without the older version among them it would go now.
            Thread.sleep(3000);
            assertThat(point.contents()).containsExactlyInAnyOrder(first, second);

            site.api("POST", "/packages/" + id + "/rollback", "{\"version\":1}");
            assertThat(Running.row(site, id, at, "state"))
                    .as("at once, since nothing has to travel")
                    .isEqualTo("INSTALLED");
            assertThat(Running.row(site, id, at, "present_version")).isEqualTo("1");
            assertThat(fetched(id, at)).isZero();
            site.api("POST", "/packages/" + id + "/rollback", "{\"version\":2}");
            installed(id, at, 2);
            assertThat(fetched(id, at)).isZero();

            settings("{\"olderVersions\":0}");
            Running.await(
                    "the older version goes when the setting says so, and the site knows",
                    () -> reported(at).equals(List.of(second)));
            site.api("POST", "/packages/" + id + "/rollback", "{\"version\":1}");
            installed(id, at, 1);
            assertThat(fetched(id, at)).as("now it has to travel").isGreaterThan(3_000_000);
            settings("{\"olderVersions\":1000}");
        }
    }
}
