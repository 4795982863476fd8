package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
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

    @AutoClose
    private static PointLab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = new PointLab(root);
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

    /** What the packs on the point's disk take, in bytes. */
    private static long stored(Running point) throws Exception {
        long sum = 0;
        try (DirectoryStream<Path> packs = Files.newDirectoryStream(point.data.resolve("content/packs"), "*.pack")) {
            for (Path pack : packs) {
                sum += Files.exists(pack) ? Files.size(pack) : 0;
            }
        }
        return sum;
    }

    private static void validated(String id, String point) throws Exception {
        String before = lab.row(id, point, "validated_at");
        lab.ask("validate", id, point);
        Running.await(
                id + " validated", () -> !lab.row(id, point, "validated_at").equals(before));
        assertThat(lab.row(id, point, "state")).isEqualTo("INSTALLED");
        assertThat(lab.row(id, point, "error_code")).isEmpty();
    }

    @Test
    @Tag("DIST-1")
    @Tag("DIST-4")
    void fileOfTwoPackagesLiesThereOnceAndGoesWithTheLastOfThem() throws Exception {
        Path owning = Files.createDirectories(root.resolve("owner"));
        Path borrowing = Files.createDirectories(root.resolve("borrower"));
        // A pack is written anew when less than half of it lives.
        Files.writeString(owning.resolve("stays"), Running.text(101, 1_200_000));
        Files.writeString(owning.resolve("goes"), Running.text(102, 3_000_000));
        Files.writeString(owning.resolve("lent"), Running.text(103, 800_000));
        Files.copy(owning.resolve("lent"), borrowing.resolve("the same under another name"));
        String owner = software(owning, "Owner");
        String borrower = software(borrowing, "Borrower");
        lab.settings("{\"olderVersions\":0}");
        try (Running point = lab.join("single")) {
            String at = point.id();
            lab.distributed(owner, at);
            lab.distributed(borrower, at);
            assertThat(lab.number(borrower, at, "fetched_bytes"))
                    .as("what is there does not travel")
                    .isZero();
            assertThat(stored(point)).isBetween(5_000_000L, 5_100_000L);

            Files.delete(owning.resolve("goes"));
            Files.delete(owning.resolve("lent"));
            update(owner);
            installed(owner, at, 2);
            Running.await("room of the file that nobody has any more", () -> stored(point) < 2_100_000);
            assertThat(stored(point)).isGreaterThanOrEqualTo(2_000_000);
            validated(borrower, at);

            lab.ask("remove", owner, at);
            Running.await("room of the package that was removed", () -> stored(point) < 900_000);
            assertThat(lab.row(owner, at, "state")).isEqualTo("none");
            validated(borrower, at);
            assertThat(stored(point)).isGreaterThanOrEqualTo(800_000);
        } finally {
            lab.settings("{\"olderVersions\":1000}");
        }
    }
}
