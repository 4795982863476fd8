package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.content.ContentId;
import dev.slipway.protocol.JoinCode;
import dev.slipway.site.distribution.Points;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points that come back otherwise than they went. */
class PointReturnsTest {
    @TempDir
    static Path root;

    @AutoClose
    private static PointLab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = new PointLab(root);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    @Test
    @Tag("DIST-5")
    void pointWhoseDiskWasReplacedFetchesAllAgain() throws Exception {
        ContentId content = lab.site.addPackage("SLPR0001", "OS_IMAGE", Running.text(1, 1_000_000));
        String id;
        try (Running point = lab.join("new-disk")) {
            id = point.id();
            lab.distributed("SLPR0001", id);
        }
        delete(root.resolve("new-disk/content"));
        try (Running point = lab.again("new-disk")) {
            Running.await("whole again", () -> point.contents().equals(List.of(content.hex())));
            Running.await("repaired", () -> lab.row("SLPR0001", id, "message").startsWith("Repaired"));
            assertThat(lab.row("SLPR0001", id, "state")).isEqualTo("INSTALLED");
        }
    }

    @Test
    void anotherServerTakesThePlaceOfOneThatIsGone() throws Exception {
        ContentId content = lab.site.addPackage("SLPR0002", "OS_IMAGE", Running.text(2, 1_000_000));
        Running old = lab.join("replaced");
        String id = old.id();
        lab.distributed("SLPR0002", id);
        lab.site.api("PATCH", "/distribution-points/" + id, "{\"comment\":\"In the cellar\"}");
        String code = lab.site
                .api("POST", "/join-codes", "{\"minutes\":5,\"replaces\":\"" + id + "\"}")
                .json()
                .get("code")
                .asString();
        try (old;
                Running next = new Running(root, "replacement", at(code))) {
            assertThat(next.id()).isEqualTo(id);
            Running.await("fetched anew", () -> next.contents().equals(List.of(content.hex())));
            lab.installed("SLPR0002", id);
            assertThat(lab.site
                            .get("/distribution-points/" + id)
                            .json()
                            .get("comment")
                            .asString())
                    .isEqualTo("In the cellar");
        }
        assertThat(lab.site
                        .api("POST", "/join-codes", "{\"replaces\":\"SITE\"}")
                        .status())
                .isEqualTo(422);
        assertThat(lab.site
                        .api("POST", "/join-codes", "{\"replaces\":\"DP99999\"}")
                        .status())
                .isEqualTo(404);
    }

    /** The API was asked over plain HTTP; the code names that host with the TLS port. */
    private static String at(String code) {
        JoinCode asked = JoinCode.of(code);
        return new JoinCode("https://localhost:" + lab.site.tlsPort(), asked.pin(), asked.secret()).text();
    }

    @Test
    void removedPointThatJoinsAgainKeepsWhatItHoldsUntilItIsAskedFor() throws Exception {
        ContentId content = lab.site.addPackage("SLPR0003", "OS_IMAGE", Running.text(3, 1_000_000));
        try (Running point = lab.join("returns")) {
            String id = point.id();
            lab.distributed("SLPR0003", id);
            lab.site.bean(Points.class).remove(id);
            Running.await("ended", () -> point.exitCode == ExitCode.REFUSED);
        }
        try (Running point = lab.join("returns")) {
            String id = point.id();
            // Some rounds of orders that name nothing.
            Thread.sleep(2500);
            assertThat(point.contents()).containsExactly(content.hex());
            lab.distributed("SLPR0003", id);
            assertThat(lab.row("SLPR0003", id, "fetched_bytes")).isEqualTo("0");
        }
    }

    @Test
    void secondServerOfTheSameNameIsRefusedAndItsCodeIsGoodForAnother() throws Exception {
        try (Running first = lab.join("twin")) {
            String code = lab.joinCode();
            assertThatThrownBy(() -> new Running(root.resolve("elsewhere"), "twin", code))
                    .isInstanceOf(PointException.class)
                    .hasMessageContaining("point-exists");
            try (Running second = new Running(root, "other-twin", code)) {
                assertThat(second.id()).isNotEqualTo(first.id());
            }
        }
    }

    @Test
    @Tag("DIST-5")
    void blockThatTwoContentsShareIsMissedInBothAndMendedForBoth() throws Exception {
        ContentId one = lab.site.addPackage("SLPR0004", "OS_IMAGE", Running.text(4, 1_000_000));
        Thread.sleep(10);
        ContentId two = lab.site.addPackage("SLPR0005", "OS_IMAGE", Running.text(4, 1_000_000));
        assertThat(two).isNotEqualTo(one);
        try (Running point = lab.join("shares")) {
            String id = point.id();
            lab.distributed("SLPR0004", id);
            lab.distributed("SLPR0005", id);
            point.flipByteOf(one);
            lab.ask("validate", "SLPR0004", id);
            Running.await(
                    "one repaired", () -> lab.row("SLPR0004", id, "message").startsWith("Repaired"));
            Running.await(
                    "the other too", () -> lab.row("SLPR0005", id, "message").startsWith("Repaired"));
            assertThat(point.contents()).containsExactlyInAnyOrder(one.hex(), two.hex());
        }
    }
}
