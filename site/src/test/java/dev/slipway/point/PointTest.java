package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.content.ContentId;
import dev.slipway.content.IngestProgress;
import dev.slipway.protocol.Json;
import dev.slipway.site.distribution.Points;
import dev.slipway.site.library.Content;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole distribution point against a whole site, in one process. */
class PointTest {
    @TempDir
    static Path root;

    @AutoClose
    private static PointLab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = new PointLab(root);
    }

    @Test
    @Tag("DIST-2")
    void distributedContentIsFetchedCheckedAndServed() throws Exception {
        ContentId content = lab.site.addPackage("SLPP0001", "OS_IMAGE", Running.text(1, 3_000_000));
        try (Running point = lab.join("fetches")) {
            String id = point.id();
            lab.distributed("SLPP0001", id);
            assertThat(point.contents()).containsExactly(content.hex());
            assertThat(Files.exists(point.data.resolve("content/manifests/" + content.hex() + ".manifest")))
                    .isTrue();
        }
    }

    @Test
    void keyAndMembershipAreForThePointsAccountAlone() throws Exception {
        try (Running point = lab.join("private")) {
            for (String name : List.of("keys/point.key", "keys/tls.key", "point.json")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(point.data.resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void laterStartsNeedNoCodeAndTheSameCodeDoesNoHarm() throws Exception {
        ContentId content = lab.site.addPackage("SLPP0002", "OS_IMAGE", Running.text(2, 100_000));
        String code = lab.joinCode();
        String id;
        try (Running point = new Running(root, "again", code)) {
            id = point.id();
            lab.distributed("SLPP0002", id);
        }
        for (String given : List.of("", code)) {
            try (Running point = new Running(root, "again", given)) {
                assertThat(point.id()).isEqualTo(id);
                assertThat(point.contents()).containsExactly(content.hex());
            }
        }
    }

    @Test
    void usedCodeIsRefusedToAnotherServer() throws Exception {
        String code = lab.joinCode();
        new Running(root, "first", code).close();
        assertThatThrownBy(() -> new Running(root, "second", code))
                .isInstanceOfSatisfying(
                        PointException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("join-code-invalid");
    }

    @Test
    void startWithoutCodeSaysWhatToDo() {
        assertThatThrownBy(() -> lab.again("nobody"))
                .isInstanceOfSatisfying(
                        PointException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("--join-code");
    }

    @Test
    @Tag("DIST-5")
    void validateFindsAFlippedByteAndOnlyThatBlockIsFetchedAgain() throws Exception {
        ContentId content = lab.site.addPackage("SLPP0003", "OS_IMAGE", Running.text(3, 5_000_000));
        try (Running point = lab.join("flipped")) {
            String id = point.id();
            lab.distributed("SLPP0003", id);
            point.flipByteOf(content);

            lab.ask("validate", "SLPP0003", id);
            Running.await("repaired", () -> lab.row("SLPP0003", id, "message").startsWith("Repaired"));
            assertThat(lab.row("SLPP0003", id, "state")).isEqualTo("INSTALLED");
            assertThat(lab.number("SLPP0003", id, "fetched_bytes")).isBetween(1L, 4_200_000L);
            assertThat(point.contents()).containsExactly(content.hex());
        }
    }

    @Test
    @Tag("DIST-4")
    void removedContentLeavesThePointAndItsDisk() throws Exception {
        ContentId content = lab.site.addPackage("SLPP0004", "OS_IMAGE", Running.text(4, 1_000_000));
        try (Running point = lab.join("removes")) {
            String id = point.id();
            lab.distributed("SLPP0004", id);
            lab.ask("remove", "SLPP0004", id);
            Running.await("removed", () -> lab.row("SLPP0004", id, "state").equals("none"));
            Running.await(
                    "gone from the disk",
                    () -> !Files.exists(point.data.resolve("content/manifests/" + content.hex() + ".manifest")));
        }
    }

    @Test
    void removedPointEndsAndSaysSo() throws Exception {
        try (Running point = lab.join("dismissed")) {
            lab.site.bean(Points.class).remove(point.id());
            Running.await("ended", () -> point.exitCode == ExitCode.REFUSED);
        }
    }

    @Test
    @Tag("DIST-11")
    void prestagedContentIsTakenInAndTheLineCarriesNothingOfIt() throws Exception {
        ContentId content = lab.site.addPackage("SLPP0011", "OS_IMAGE", Running.text(11, 3_000_000));
        Path file = root.resolve("carried.slipway-content");
        lab.site.bean(Content.class).store().exportTo(file, List.of(content), List.of(), IngestProgress.NONE);
        try (Running point = lab.join("prestaged")) {
            Path partial = point.data.resolve("import/carried.part");
            Files.copy(file, partial);
            Files.move(partial, point.data.resolve("import/carried" + Imports.FILE));
            Path result = point.data.resolve("import/carried" + Imports.RESULT);
            Running.await("imported", () -> Files.exists(result));
            assertThat(Json.decode(Files.readAllBytes(result), Imports.Result.class)
                            .contents())
                    .containsExactly(content.hex());
            String id = point.id();
            lab.distributed("SLPP0011", id);
            assertThat(point.contents()).containsExactly(content.hex());
        }
    }

    @Test
    @Tag("DIST-11")
    void prestagedFileIsImportedWhetherThePointRunsOrNot() throws Exception {
        ContentId content = lab.site.addPackage("SLPP0021", "OS_IMAGE", Running.text(21, 2_000_000));
        ContentId other = lab.site.addPackage("SLPP0022", "OS_IMAGE", Running.text(22, 2_000_000));
        Path file = root.resolve("one.prestaged");
        Path second = root.resolve("two.prestaged");
        lab.site.bean(Content.class).store().exportTo(file, List.of(content), List.of(), IngestProgress.NONE);
        lab.site.bean(Content.class).store().exportTo(second, List.of(other), List.of(), IngestProgress.NONE);
        String id;
        try (Running point = lab.join("imports")) {
            id = point.id();
            assertThat(importFile(point.data, file)).isZero();
            assertThat(point.contents()).containsExactly(content.hex());
            lab.distributed("SLPP0021", id);
            assertThat(lab.row("SLPP0021", id, "fetched_bytes")).isEqualTo("0");
        }
        assertThat(importFile(root.resolve("imports"), second)).isZero();
        try (Running point = lab.again("imports")) {
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
        try (Running point = lab.join("careful")) {
            assertThat(importFile(point.data, file)).isEqualTo(ExitCode.FAILED);
            assertThat(point.contents()).isEmpty();
        }
    }
}
