package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.content.ContentId;
import dev.slipway.content.IngestProgress;
import dev.slipway.protocol.Json;
import dev.slipway.site.TestSite;
import dev.slipway.site.database.Database;
import dev.slipway.site.distribution.Distributions;
import dev.slipway.site.distribution.Points;
import dev.slipway.site.distribution.Targets;
import dev.slipway.site.library.Content;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole distribution point against a whole site, in one process. */
class PointTest {
    @TempDir
    static Path root;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(root.resolve("site"));
        site.bean(Database.class)
                .change(handle ->
                        handle.execute("insert into setting (name, value) values ('DISTRIBUTION_POLL_SECONDS', '1')"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static String joinCode() {
        return Running.joinCode(site);
    }

    private static Running start(String name, String code) throws Exception {
        return new Running(root, name, code);
    }

    private static String row(String packageId, String point, String column) {
        return Running.row(site, packageId, point, column);
    }

    private static void distribute(String packageId, String point) {
        site.bean(Distributions.class).distribute(packageId, Targets.points(List.of(point)));
    }

    @Test
    @Tag("DIST-2")
    void distributedContentIsFetchedCheckedAndServed() throws Exception {
        ContentId content = site.addPackage("SLPP0001", "OS_IMAGE", Running.text(1, 3_000_000));
        try (Running point = start("fetches", joinCode())) {
            String id = point.id();
            distribute("SLPP0001", id);
            Running.await("installed", () -> row("SLPP0001", id, "state").equals("INSTALLED"));
            assertThat(point.contents()).containsExactly(content.hex());
            assertThat(Files.exists(point.data.resolve("content/manifests/" + content.hex() + ".manifest")))
                    .isTrue();
        }
    }

    @Test
    void keyAndMembershipAreForThePointsAccountAlone() throws Exception {
        try (Running point = start("private", joinCode())) {
            for (String name : List.of("keys/point.key", "keys/tls.key", "point.json")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(point.data.resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void laterStartsNeedNoCodeAndTheSameCodeDoesNoHarm() throws Exception {
        ContentId content = site.addPackage("SLPP0002", "OS_IMAGE", Running.text(2, 100_000));
        String code = joinCode();
        String id;
        try (Running point = start("again", code)) {
            id = point.id();
            distribute("SLPP0002", id);
            Running.await("installed", () -> row("SLPP0002", id, "state").equals("INSTALLED"));
        }
        for (String given : List.of("", code)) {
            try (Running point = start("again", given)) {
                assertThat(point.id()).isEqualTo(id);
                assertThat(point.contents()).containsExactly(content.hex());
            }
        }
    }

    @Test
    void usedCodeIsRefusedToAnotherServer() throws Exception {
        String code = joinCode();
        start("first", code).close();
        assertThatThrownBy(() -> start("second", code))
                .isInstanceOfSatisfying(
                        PointException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("join-code-invalid");
    }

    @Test
    void startWithoutCodeSaysWhatToDo() {
        assertThatThrownBy(() -> start("nobody", ""))
                .isInstanceOfSatisfying(
                        PointException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("--join-code");
    }

    @Test
    @Tag("DIST-5")
    void validateFindsAFlippedByteAndOnlyThatBlockIsFetchedAgain() throws Exception {
        ContentId content = site.addPackage("SLPP0003", "OS_IMAGE", Running.text(3, 5_000_000));
        try (Running point = start("flipped", joinCode())) {
            String id = point.id();
            distribute("SLPP0003", id);
            Running.await("installed", () -> row("SLPP0003", id, "state").equals("INSTALLED"));
            point.flipByteOf(content);

            site.bean(Distributions.class).validate("SLPP0003", Targets.points(List.of(id)));
            Running.await("repaired", () -> row("SLPP0003", id, "message").startsWith("Repaired"));
            assertThat(row("SLPP0003", id, "state")).isEqualTo("INSTALLED");
            assertThat(Long.parseLong(row("SLPP0003", id, "fetched_bytes"))).isBetween(1L, 4_200_000L);
            assertThat(point.contents()).containsExactly(content.hex());
        }
    }

    @Test
    @Tag("DIST-4")
    void removedContentLeavesThePointAndItsDisk() throws Exception {
        ContentId content = site.addPackage("SLPP0004", "OS_IMAGE", Running.text(4, 1_000_000));
        try (Running point = start("removes", joinCode())) {
            String id = point.id();
            distribute("SLPP0004", id);
            Running.await("installed", () -> row("SLPP0004", id, "state").equals("INSTALLED"));
            site.bean(Distributions.class).remove("SLPP0004", Targets.points(List.of(id)));
            Running.await("removed", () -> row("SLPP0004", id, "state").equals("none"));
            Running.await(
                    "gone from the disk",
                    () -> !Files.exists(point.data.resolve("content/manifests/" + content.hex() + ".manifest")));
        }
    }

    @Test
    void removedPointEndsAndSaysSo() throws Exception {
        try (Running point = start("dismissed", joinCode())) {
            site.bean(Points.class).remove(point.id());
            Running.await("ended", () -> point.exitCode == ExitCode.REFUSED);
        }
    }

    @Test
    @Tag("DIST-11")
    void prestagedContentIsTakenInAndTheLineCarriesNothingOfIt() throws Exception {
        ContentId content = site.addPackage("SLPP0011", "OS_IMAGE", Running.text(11, 3_000_000));
        Path file = root.resolve("carried.slipway-content");
        site.bean(Content.class).store().exportTo(file, List.of(content), List.of(), IngestProgress.NONE);
        try (Running point = start("prestaged", joinCode())) {
            Path partial = point.data.resolve("import/carried.part");
            Files.copy(file, partial);
            Files.move(partial, point.data.resolve("import/carried" + Imports.FILE));
            Path result = point.data.resolve("import/carried" + Imports.RESULT);
            Running.await("imported", () -> Files.exists(result));
            assertThat(Json.decode(Files.readAllBytes(result), Imports.Result.class)
                            .contents())
                    .containsExactly(content.hex());
            String id = point.id();
            distribute("SLPP0011", id);
            Running.await("installed", () -> row("SLPP0011", id, "state").equals("INSTALLED"));
            assertThat(point.contents()).containsExactly(content.hex());
        }
    }

    @Test
    @Tag("DIST-11")
    void prestagedFileIsImportedWhetherThePointRunsOrNot() throws Exception {
        ContentId content = site.addPackage("SLPP0021", "OS_IMAGE", Running.text(21, 2_000_000));
        ContentId other = site.addPackage("SLPP0022", "OS_IMAGE", Running.text(22, 2_000_000));
        Path file = root.resolve("one.prestaged");
        Path second = root.resolve("two.prestaged");
        site.bean(Content.class).store().exportTo(file, List.of(content), List.of(), IngestProgress.NONE);
        site.bean(Content.class).store().exportTo(second, List.of(other), List.of(), IngestProgress.NONE);
        String id;
        try (Running point = start("imports", joinCode())) {
            id = point.id();
            assertThat(importFile(point.data, file)).isZero();
            assertThat(point.contents()).containsExactly(content.hex());
            distribute("SLPP0021", id);
            Running.await("installed", () -> row("SLPP0021", id, "state").equals("INSTALLED"));
            assertThat(row("SLPP0021", id, "fetched_bytes")).isEqualTo("0");
        }
        assertThat(importFile(root.resolve("imports"), second)).isZero();
        try (Running point = start("imports", "")) {
            assertThat(point.contents()).contains(content.hex(), other.hex());
        }
        assertThat(file).as("stays with its owner").exists();
    }

    private static int importFile(Path data, Path file) {
        return new picocli.CommandLine(new ImportCommand()).execute("--data", data.toString(), file.toString());
    }

    @Test
    @Tag("DIST-11")
    void fileThatIsNoPrestagedContentIsRefusedWithAReason() throws Exception {
        Path file = Files.writeString(root.resolve("nonsense"), Running.text(23, 10_000));
        try (Running point = start("careful", joinCode())) {
            assertThat(importFile(point.data, file)).isEqualTo(ExitCode.FAILED);
            assertThat(point.contents()).isEmpty();
        }
    }
}
