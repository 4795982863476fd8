package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.site.TestSite;
import dev.slipway.site.database.Database;
import dev.slipway.site.distribution.Distributions;
import dev.slipway.site.distribution.Targets;
import dev.slipway.site.library.ContentTickets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance, schedule, rate and scheduled validation, at a real point. */
class PointLimitsTest {
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

    private static void set(String point, String body) throws Exception {
        TestSite.Answer answer = site.api("PATCH", "/distribution-points/" + point, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void distribute(String packageId, String point) {
        site.bean(Distributions.class).distribute(packageId, Targets.points(List.of(point)));
    }

    private static String row(String packageId, String point, String column) {
        return Running.row(site, packageId, point, column);
    }

    private static void installed(String packageId, String point) throws Exception {
        Running.await("installed", () -> row(packageId, point, "state").equals("INSTALLED"));
    }

    @Test
    @Tag("DIST-11")
    void pointInMaintenanceServesNobodyAndFetchesNothing() throws Exception {
        ContentId content = site.addPackage("SLPL0001", "OS_IMAGE", Running.text(1, 500_000));
        site.addPackage("SLPL0002", "OS_IMAGE", Running.text(2, 500_000));
        try (Running point = join("maintained")) {
            String id = point.id();
            distribute("SLPL0001", id);
            installed("SLPL0001", id);
            String query = site.bean(ContentTickets.class)
                    .issue(ContentTickets.point(id), content, Duration.ofMinutes(5))
                    .query();
            String url = "http://localhost:" + point.point.httpPort() + "/content/extents/" + content.hex()
                    + ".extents?" + query;
            assertThat(Running.get(url).statusCode()).isEqualTo(200);

            set(id, "{\"maintenance\":true}");
            distribute("SLPL0002", id);
            Running.await("nobody is served", () -> Running.get(url).statusCode() == 503);
            Running.await("held back", () -> row("SLPL0002", id, "job_state").equals("SUSPENDED"));
            assertThat(row("SLPL0002", id, "message")).contains("maintenance");
            assertThat(point.contents()).containsExactly(content.hex());

            set(id, "{\"maintenance\":false}");
            installed("SLPL0002", id);
            assertThat(Running.get(url).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Tag("DIST-10")
    void closedHoursLetNothingThroughAndWhatWasBegunRestsAndGoesOn() throws Exception {
        site.addPackage("SLPL0011", "OS_IMAGE", Running.text(11, 6_000_000));
        try (Running point = join("scheduled")) {
            String id = point.id();
            set(id, "{\"schedule\":\"" + "C".repeat(168) + "\"}");
            distribute("SLPL0011", id);
            Running.await("held back", () -> row("SLPL0011", id, "job_state").equals("SUSPENDED"));
            assertThat(row("SLPL0011", id, "message")).contains("closed");
            assertThat(point.health().path("jobs").size()).isZero();

            // Slow enough to be met in the middle: 64 KiB, then 100 ms.
            set(id, "{\"schedule\":\"\",\"rate\":{\"kind\":\"PULSE\",\"blockBytes\":65536,\"delayMillis\":100}}");
            Running.await("begun", () -> Long.parseLong(row("SLPL0011", id, "fetched_bytes")) > 500_000);
            set(id, "{\"schedule\":\"" + "C".repeat(168) + "\"}");
            Running.await("the job rests", () -> point.health().path("jobs").isEmpty());
            assertThat(row("SLPL0011", id, "state")).isEqualTo("INSTALL_PENDING");

            set(id, "{\"schedule\":\"\",\"rate\":{\"kind\":\"UNLIMITED\"}}");
            installed("SLPL0011", id);
            assertThat(Long.parseLong(row("SLPL0011", id, "fetched_bytes")))
                    .as("what had come already did not travel again")
                    .isLessThan(6_000_000);
        }
    }

    @Test
    @Tag("DIST-10")
    void rateOfThePointBoundsHowFastContentComes() throws Exception {
        site.addPackage("SLPL0021", "OS_IMAGE", Running.text(21, 2_000_000));
        try (Running point = join("throttled")) {
            String id = point.id();
            // 256 KiB and half a second in turn: 2 MB take 4 seconds at least.
            set(id, "{\"rate\":{\"kind\":\"PULSE\",\"blockBytes\":262144,\"delayMillis\":500}}");
            Instant begun = Instant.now();
            distribute("SLPL0021", id);
            installed("SLPL0021", id);
            assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofMillis(3300));
            long measured = site.get("/distribution-points/" + id)
                    .json()
                    .get("speed")
                    .get("measuredBytesPerSecond")
                    .asLong();
            assertThat(measured).as("DIST-9: the speed that the point gets").isBetween(50_000L, 1_000_000L);
        }
    }

    @Test
    @Tag("DIST-10")
    void percentageOfTheTimeIsKept() throws Exception {
        site.addPackage("SLPL0022", "OS_IMAGE", Running.text(22, 8_000_000));
        try (Running point = join("percented")) {
            String id = point.id();
            set(id, "{\"rate\":{\"kind\":\"PERCENT\",\"percents\":[" + "1,".repeat(23) + "1]}}");
            distribute("SLPL0022", id);
            Running.await(
                    "begun",
                    () -> Long.parseLong(row("SLPL0022", id, "fetched_bytes")) > 0
                            || row("SLPL0022", id, "state").equals("INSTALLED"));
            assertThat(row("SLPL0022", id, "state"))
                    .as("at one percent of the time it is not there at once")
                    .isEqualTo("INSTALL_PENDING");
            set(id, "{\"rate\":{\"kind\":\"UNLIMITED\"}}");
            installed("SLPL0022", id);
        }
    }

    @Test
    @Tag("DIST-5")
    void scheduledValidationFindsAFlippedByteByItself() throws Exception {
        ContentId content = site.addPackage("SLPL0031", "OS_IMAGE", Running.text(31, 3_000_000));
        try (Running point = join("validated")) {
            String id = point.id();
            distribute("SLPL0031", id);
            installed("SLPL0031", id);
            point.flipByteOf(content);
            set(id, "{\"validateDays\":7}");
            // The week is over.
            site.bean(Database.class)
                    .change(handle -> handle.execute(
                            "update distribution_point set next_validation_at = ? where id = ?",
                            Instant.now().minusSeconds(1),
                            id));
            Running.await("repaired", () -> row("SLPL0031", id, "message").startsWith("Repaired"));
            assertThat(row("SLPL0031", id, "state")).isEqualTo("INSTALLED");
            assertThat(Long.parseLong(row("SLPL0031", id, "fetched_bytes"))).isPositive();
            assertThat(site.get("/distribution-points/" + id)
                            .json()
                            .get("nextValidationAt")
                            .asString())
                    .as("and again in a week")
                    .isGreaterThan(Instant.now().plus(Duration.ofDays(6)).toString());
        }
    }
}
