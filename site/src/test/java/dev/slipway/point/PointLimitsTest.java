package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.ContentTickets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maintenance, schedule, rate and scheduled validation, at a real point. */
class PointLimitsTest {
    @TempDir
    static Path root;

    @AutoClose
    private static PointLab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = new PointLab(root);
    }

    @Test
    @Tag("DIST-11")
    void pointInMaintenanceServesNobodyAndFetchesNothing() throws Exception {
        ContentId content = lab.site.addPackage("SLPL0001", "OS_IMAGE", Running.text(1, 500_000));
        lab.site.addPackage("SLPL0002", "OS_IMAGE", Running.text(2, 500_000));
        try (Running point = lab.join("maintained")) {
            String id = point.id();
            lab.distribute("SLPL0001", id);
            lab.installed("SLPL0001", id);
            String query = lab.site
                    .bean(ContentTickets.class)
                    .issue(ContentTickets.point(id), content, Duration.ofMinutes(5))
                    .query();
            String url = "http://localhost:" + point.point.httpPort() + "/content/extents/" + content.hex()
                    + ".extents?" + query;
            assertThat(Running.get(url).statusCode()).isEqualTo(200);

            lab.set(point, "{\"maintenance\":true}");
            lab.distribute("SLPL0002", id);
            Running.await("nobody is served", () -> Running.get(url).statusCode() == 503);
            Running.await(
                    "held back", () -> lab.row("SLPL0002", id, "job_state").equals("SUSPENDED"));
            assertThat(lab.row("SLPL0002", id, "message")).contains("maintenance");
            assertThat(point.contents()).containsExactly(content.hex());

            lab.set(point, "{\"maintenance\":false}");
            lab.installed("SLPL0002", id);
            assertThat(Running.get(url).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Tag("DIST-10")
    void closedHoursLetNothingThroughAndWhatWasBegunRestsAndGoesOn() throws Exception {
        lab.site.addPackage("SLPL0011", "OS_IMAGE", Running.text(11, 6_000_000));
        try (Running point = lab.join("scheduled")) {
            String id = point.id();
            lab.set(point, "{\"schedule\":\"" + "C".repeat(168) + "\"}");
            lab.distribute("SLPL0011", id);
            Running.await(
                    "held back", () -> lab.row("SLPL0011", id, "job_state").equals("SUSPENDED"));
            assertThat(lab.row("SLPL0011", id, "message")).contains("closed");
            assertThat(point.health().path("jobs").size()).isZero();

            // Slow enough to be met in the middle: 64 KiB, then 100 ms.
            lab.set(
                    point,
                    "{\"schedule\":\"\",\"rate\":{\"kind\":\"PULSE\",\"blockBytes\":65536,\"delayMillis\":100}}");
            Running.await("begun", () -> lab.number("SLPL0011", id, "fetched_bytes") > 500_000);
            lab.set(point, "{\"schedule\":\"" + "C".repeat(168) + "\"}");
            Running.await("the job rests", () -> point.health().path("jobs").isEmpty());
            assertThat(lab.row("SLPL0011", id, "state")).isEqualTo("INSTALL_PENDING");

            lab.set(point, "{\"schedule\":\"\",\"rate\":{\"kind\":\"UNLIMITED\"}}");
            lab.installed("SLPL0011", id);
            assertThat(lab.number("SLPL0011", id, "fetched_bytes"))
                    .as("what had come already did not travel again")
                    .isLessThan(6_000_000);
        }
    }

    @Test
    @Tag("DIST-10")
    void rateOfThePointBoundsHowFastContentComes() throws Exception {
        lab.site.addPackage("SLPL0021", "OS_IMAGE", Running.text(21, 2_000_000));
        try (Running point = lab.join("throttled")) {
            String id = point.id();
            // 256 KiB and half a second in turn: 2 MB take 4 seconds at least.
            lab.set(point, "{\"rate\":{\"kind\":\"PULSE\",\"blockBytes\":262144,\"delayMillis\":500}}");
            Instant begun = Instant.now();
            lab.distribute("SLPL0021", id);
            lab.installed("SLPL0021", id);
            assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofMillis(3300));
            long measured = lab.site
                    .get("/distribution-points/" + id)
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
        lab.site.addPackage("SLPL0022", "OS_IMAGE", Running.text(22, 8_000_000));
        try (Running point = lab.join("percented")) {
            String id = point.id();
            lab.set(point, "{\"rate\":{\"kind\":\"PERCENT\",\"percents\":[" + "1,".repeat(23) + "1]}}");
            lab.distribute("SLPL0022", id);
            Running.await(
                    "begun",
                    () -> lab.number("SLPL0022", id, "fetched_bytes") > 0
                            || lab.row("SLPL0022", id, "state").equals("INSTALLED"));
            assertThat(lab.row("SLPL0022", id, "state"))
                    .as("at one percent of the time it is not there at once")
                    .isEqualTo("INSTALL_PENDING");
            lab.set(point, "{\"rate\":{\"kind\":\"UNLIMITED\"}}");
            lab.installed("SLPL0022", id);
        }
    }

    @Test
    @Tag("DIST-5")
    void scheduledValidationFindsAFlippedByteByItself() throws Exception {
        ContentId content = lab.site.addPackage("SLPL0031", "OS_IMAGE", Running.text(31, 3_000_000));
        try (Running point = lab.join("validated")) {
            String id = point.id();
            lab.distribute("SLPL0031", id);
            lab.installed("SLPL0031", id);
            point.flipByteOf(content);
            lab.set(point, "{\"validateDays\":7}");
            // The week is over.
            lab.site
                    .bean(Database.class)
                    .change(handle -> handle.execute(
                            "update distribution_point set next_validation_at = ? where id = ?",
                            Instant.now().minusSeconds(1),
                            id));
            Running.await("repaired", () -> lab.row("SLPL0031", id, "message").startsWith("Repaired"));
            assertThat(lab.row("SLPL0031", id, "state")).isEqualTo("INSTALLED");
            assertThat(lab.number("SLPL0031", id, "fetched_bytes")).isPositive();
            assertThat(lab.site
                            .get("/distribution-points/" + id)
                            .json()
                            .get("nextValidationAt")
                            .asString())
                    .as("and again in a week")
                    .isGreaterThan(Instant.now().plus(Duration.ofDays(6)).toString());
        }
    }
}
