package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.content.ContentId;
import dev.slipway.protocol.JoinCode;
import dev.slipway.site.TestSite;
import dev.slipway.site.distribution.Distributions;
import dev.slipway.site.distribution.Points;
import dev.slipway.site.distribution.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points that come back otherwise than they went. */
class PointReturnsTest {
    @TempDir
    static Path root;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(root.resolve("site"));
        assertThat(site.api("PATCH", "/distribution-settings", "{\"pollSeconds\":1,\"retryDelaySeconds\":1}")
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static Running join(String name) throws Exception {
        return new Running(root, name, Running.joinCode(site));
    }

    private static void distributed(String packageId, String point) throws Exception {
        site.bean(Distributions.class).distribute(packageId, Targets.points(List.of(point)));
        installed(packageId, point);
    }

    private static void installed(String packageId, String point) throws Exception {
        Running.await("installed", () -> row(packageId, point, "state").equals("INSTALLED"));
    }

    private static String row(String packageId, String point, String column) {
        return Running.row(site, packageId, point, column);
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
        ContentId content = site.addPackage("SLPR0001", "OS_IMAGE", Running.text(1, 1_000_000));
        String id;
        try (Running point = join("new-disk")) {
            id = point.id();
            distributed("SLPR0001", id);
        }
        delete(root.resolve("new-disk/content"));
        try (Running point = new Running(root, "new-disk", "")) {
            Running.await("whole again", () -> point.contents().equals(List.of(content.hex())));
            Running.await("repaired", () -> row("SLPR0001", id, "message").startsWith("Repaired"));
            assertThat(row("SLPR0001", id, "state")).isEqualTo("INSTALLED");
        }
    }

    @Test
    void anotherServerTakesThePlaceOfOneThatIsGone() throws Exception {
        ContentId content = site.addPackage("SLPR0002", "OS_IMAGE", Running.text(2, 1_000_000));
        Running old = join("replaced");
        String id = old.id();
        distributed("SLPR0002", id);
        site.api("PATCH", "/distribution-points/" + id, "{\"comment\":\"In the cellar\"}");
        String code = site.api("POST", "/join-codes", "{\"minutes\":5,\"replaces\":\"" + id + "\"}")
                .json()
                .get("code")
                .asString();
        try (old;
                Running next = new Running(root, "replacement", at(code))) {
            assertThat(next.id()).isEqualTo(id);
            Running.await("fetched anew", () -> next.contents().equals(List.of(content.hex())));
            installed("SLPR0002", id);
            assertThat(site.get("/distribution-points/" + id)
                            .json()
                            .get("comment")
                            .asString())
                    .isEqualTo("In the cellar");
        }
        assertThat(site.api("POST", "/join-codes", "{\"replaces\":\"SITE\"}").status())
                .isEqualTo(422);
        assertThat(site.api("POST", "/join-codes", "{\"replaces\":\"DP99999\"}").status())
                .isEqualTo(404);
    }

    /** The API was asked over plain HTTP; the code names that host with the TLS port. */
    private static String at(String code) {
        JoinCode asked = JoinCode.of(code);
        return new JoinCode("https://localhost:" + site.tlsPort(), asked.pin(), asked.secret()).text();
    }

    @Test
    void removedPointThatJoinsAgainKeepsWhatItHoldsUntilItIsAskedFor() throws Exception {
        ContentId content = site.addPackage("SLPR0003", "OS_IMAGE", Running.text(3, 1_000_000));
        try (Running point = join("returns")) {
            String id = point.id();
            distributed("SLPR0003", id);
            site.bean(Points.class).remove(id);
            Running.await("ended", () -> point.exitCode == ExitCode.REFUSED);
        }
        try (Running point = join("returns")) {
            String id = point.id();
            // Some rounds of orders that name nothing.
            Thread.sleep(2500);
            assertThat(point.contents()).containsExactly(content.hex());
            distributed("SLPR0003", id);
            assertThat(row("SLPR0003", id, "fetched_bytes")).isEqualTo("0");
        }
    }

    @Test
    void secondServerOfTheSameNameIsRefusedAndItsCodeIsGoodForAnother() throws Exception {
        try (Running first = join("twin")) {
            String code = Running.joinCode(site);
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
        ContentId one = site.addPackage("SLPR0004", "OS_IMAGE", Running.text(4, 1_000_000));
        Thread.sleep(10);
        ContentId two = site.addPackage("SLPR0005", "OS_IMAGE", Running.text(4, 1_000_000));
        assertThat(two).isNotEqualTo(one);
        try (Running point = join("shares")) {
            String id = point.id();
            distributed("SLPR0004", id);
            distributed("SLPR0005", id);
            point.flipByteOf(one);
            site.bean(Distributions.class).validate("SLPR0004", Targets.points(List.of(id)));
            Running.await("one repaired", () -> row("SLPR0004", id, "message").startsWith("Repaired"));
            Running.await("the other too", () -> row("SLPR0005", id, "message").startsWith("Repaired"));
            assertThat(point.contents()).containsExactlyInAnyOrder(one.hex(), two.hex());
        }
    }
}
