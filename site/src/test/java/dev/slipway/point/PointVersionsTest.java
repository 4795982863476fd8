package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next version, and the one before again, cost a real point. */
@Tag("DIST-3")
class PointVersionsTest {
    private static final int FILES = 3000;

    @TempDir
    static Path root;

    private static PointLab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = new PointLab(root);
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    private static String update(String id) throws Exception {
        return lab.succeeded(lab.site.api("POST", "/content/" + id + "/update", ""))
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

    private static void installed(String id, String point, long version) throws Exception {
        Running.await(
                "version " + version + " at " + point,
                () -> lab.row(id, point, "state").equals("INSTALLED")
                        && lab.row(id, point, "present_version").equals(String.valueOf(version)));
    }

    private static List<String> reported(String point) {
        return lab.site
                .bean(Database.class)
                .read(handle -> handle.createQuery("select content_id from point_content where point = :point")
                        .bind("point", point)
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void tablesOfTheNextVersionTravelAsPatchesToTheVersionThatThePointHas() throws Exception {
        Path tree = Files.createDirectories(root.resolve("tree"));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(tree.resolve("file-" + i), Running.text(i, 60));
        }
        Path wim = root.resolve("many.wim");
        wimlib("capture", tree.toString(), wim.toString(), "Many files");
        String id = lab.succeeded(lab.site.api("POST", "/images", "{\"path\":\"" + wim + "\",\"name\":\"Many\"}"))
                .get("subject")
                .asString();
        try (Running point = lab.join("updated")) {
            String at = point.id();
            lab.distributed(id, at);
            String first = lab.row(id, at, "present_content");
            long before = lab.requests("/point/v1/content/{contentId}/update");

            Files.writeString(tree.resolve("file-7"), "another text");
            Files.delete(wim);
            wimlib("capture", tree.toString(), wim.toString(), "Many files");
            assertThat(update(id)).contains("is now at version 2").contains("on its way to updated");
            installed(id, at, 2);

            String second = lab.row(id, at, "present_content");
            long document =
                    lab.site.bean(Content.class).store().updateFrom(new ContentId(first), new ContentId(second)).length;
            long newBytes = lab.site
                    .get("/packages/" + id + "/versions")
                    .json()
                    .get("items")
                    .get(0)
                    .get("newBytes")
                    .asLong();
            assertThat(lab.requests("/point/v1/content/{contentId}/update"))
                    .as("requests for the update")
                    .isEqualTo(before + 1);
            assertThat(newBytes).as("a table of %d entries", FILES).isGreaterThan(FILES * 50L);
            assertThat(lab.number(id, at, "fetched_bytes") + document)
                    .as("blocks and patches that travelled, of %d new bytes", newBytes)
                    .isLessThan(newBytes / 2);
        }
    }

    private static String software(Path source, String name) throws Exception {
        return lab.succeeded(lab.site.api(
                        "POST", "/software-packages", "{\"name\":\"" + name + "\",\"path\":\"" + source + "\"}"))
                .get("subject")
                .asString();
    }

    @Test
    void rollbackMovesNothingToAPointThatHasKeptTheOlderVersion() throws Exception {
        Path source = Files.createDirectories(root.resolve("kept"));
        Files.writeString(source.resolve("data"), Running.text(1, 4_000_000));
        String id = software(source, "Kept");
        try (Running point = lab.join("keeper")) {
            String at = point.id();
            lab.distributed(id, at);
            String first = lab.row(id, at, "present_content");
            Files.writeString(source.resolve("data"), Running.text(2, 4_000_000));
            update(id);
            installed(id, at, 2);
            String second = lab.row(id, at, "present_content");
            // Some rounds of orders: without the older version among them it would go now.
            Thread.sleep(3000);
            assertThat(point.contents()).containsExactlyInAnyOrder(first, second);

            lab.site.api("POST", "/packages/" + id + "/rollback", "{\"version\":1}");
            assertThat(lab.row(id, at, "state"))
                    .as("at once, since nothing has to travel")
                    .isEqualTo("INSTALLED");
            assertThat(lab.row(id, at, "present_version")).isEqualTo("1");
            assertThat(lab.number(id, at, "fetched_bytes")).isZero();
            lab.site.api("POST", "/packages/" + id + "/rollback", "{\"version\":2}");
            installed(id, at, 2);
            assertThat(lab.number(id, at, "fetched_bytes")).isZero();

            lab.settings("{\"olderVersions\":0}");
            Running.await(
                    "the older version goes when the setting says so, and the site knows",
                    () -> reported(at).equals(List.of(second)));
            lab.site.api("POST", "/packages/" + id + "/rollback", "{\"version\":1}");
            installed(id, at, 1);
            assertThat(lab.number(id, at, "fetched_bytes"))
                    .as("now it has to travel")
                    .isGreaterThan(3_000_000);
            lab.settings("{\"olderVersions\":1000}");
        }
    }
}
