package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.database.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What goes wrong at a real point is tried again, and what waits for its hour or its turn is not. */
class PointRetryTest {
    @TempDir
    static Path root;

    @AutoClose
    private static PointLab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = new PointLab(root);
    }

    /** The point cannot write what comes in, until it is mended. */
    private static void breakDisk(Running point) throws Exception {
        Path incoming = point.data.resolve("content/incoming");
        Files.delete(incoming);
        Files.writeString(incoming, "in the way");
    }

    private static void mendDisk(Running point) throws Exception {
        Path incoming = point.data.resolve("content/incoming");
        Files.delete(incoming);
        Files.createDirectory(incoming);
    }

    private static JsonNode row(String packageId, String point) throws Exception {
        return lab.site
                .get("/content/" + packageId)
                .json()
                .get("points")
                .valueStream()
                .filter(one -> one.get("pointId").asString().equals(point))
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> messages(String packageId, String point) throws Exception {
        return lab.site
                .get("/status-messages?packageId=" + packageId + "&pointId=" + point)
                .json()
                .get("items")
                .valueStream()
                .map(message -> message.get("messageId").asInt())
                .toList()
                .reversed();
    }

    @Test
    @Tag("DIST-7")
    @Tag("DIST-9")
    void failureIsTriedAgainAfterTwiceTheTimeUntilTheLimitAndSaysWhyAllTheWhile() throws Exception {
        lab.site.addPackage("SLPT0001", "OS_IMAGE", Running.text(1, 500_000));
        lab.settings("{\"retries\":2}");
        try (Running point = lab.join("broken")) {
            String id = point.id();
            breakDisk(point);
            lab.distribute("SLPT0001", id);
            Set<Instant> attempts = new LinkedHashSet<>();
            Set<Integer> left = new LinkedHashSet<>();
            Running.await("given up", () -> {
                JsonNode row = row("SLPT0001", id);
                if (row.get("jobState").asString().equals("PENDING_RESTART")) {
                    assertThat(row.get("state").asString()).isEqualTo("INSTALL_RETRYING");
                    assertThat(row.get("tab").asString()).isEqualTo("ERROR");
                    assertThat(row.get("errorCode").asString()).isEqualTo("content-store-unwritable");
                    left.add(row.get("retriesLeft").asInt());
                    attempts.add(Instant.parse(row.get("nextAttemptAt").asString()));
                }
                return row.get("state").asString().equals("INSTALL_FAILED");
            });
            assertThat(left).containsExactly(2, 1);
            assertThat(attempts).hasSize(2);
            List<Instant> times = List.copyOf(attempts);
            assertThat(Duration.between(times.getFirst(), times.getLast()))
                    .as("the second wait is twice the first, and counts from the failed attempt")
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
            assertThat(row("SLPT0001", id).get("why").asString()).contains("incoming");
            assertThat(messages("SLPT0001", id)).containsExactly(2342, 2343, 2343, 2302);

            mendDisk(point);
            lab.distributed("SLPT0001", id);
        } finally {
            lab.settings("{\"retries\":10}");
        }
    }

    @Test
    @Tag("DIST-6")
    void mendedPointSucceedsWithItsNextRetryByItself() throws Exception {
        lab.site.addPackage("SLPT0002", "OS_IMAGE", Running.text(2, 500_000));
        try (Running point = lab.join("mended")) {
            String id = point.id();
            breakDisk(point);
            lab.distribute("SLPT0002", id);
            Running.await("failed once", () -> lab.row("SLPT0002", id, "state").equals("INSTALL_RETRYING"));
            mendDisk(point);
            lab.installed("SLPT0002", id);
            assertThat(row("SLPT0002", id).get("errorCode").asString("")).isEmpty();
        }
    }

    /** Closed all week but for this hour and the next, in which the letter holds. */
    private static String onlyNow(char letter) {
        ZonedDateTime now = Instant.now().atZone(ZoneOffset.UTC);
        int hour = (now.getDayOfWeek().getValue() - 1) * 24 + now.getHour();
        StringBuilder week = new StringBuilder("C".repeat(168));
        week.setCharAt(hour, letter);
        week.setCharAt((hour + 1) % 168, letter);
        return week.toString();
    }

    private static void priority(String packageId, String priority) {
        lab.site
                .bean(Database.class)
                .change(handle -> handle.execute("update package set priority = ? where id = ?", priority, packageId));
    }

    @Test
    @Tag("DIST-10")
    void hourOfTheWeekLetsThePrioritiesThroughThatItNames() throws Exception {
        for (String one : List.of("LOW", "MEDIUM", "HIGH")) {
            String packageId = "SLPT01" + one.charAt(0) + "1";
            lab.site.addPackage(packageId, "OS_IMAGE", Running.text(one.hashCode(), 200_000));
            priority(packageId, one);
        }
        try (Running point = lab.join("hourly")) {
            String id = point.id();
            lab.set(point, "{\"schedule\":\"" + onlyNow('H') + "\"}");
            for (String packageId : List.of("SLPT01L1", "SLPT01M1", "SLPT01H1")) {
                lab.distribute(packageId, id);
            }
            lab.installed("SLPT01H1", id);
            assertThat(lab.row("SLPT01M1", id, "job_state")).isEqualTo("SUSPENDED");
            lab.set(point, "{\"schedule\":\"" + onlyNow('M') + "\"}");
            lab.installed("SLPT01M1", id);
            assertThat(lab.row("SLPT01L1", id, "job_state")).isEqualTo("SUSPENDED");
            assertThat(lab.row("SLPT01L1", id, "message")).contains("open for medium and high priority");
            lab.set(point, "{\"schedule\":\"\"}");
            lab.installed("SLPT01L1", id);
        }
    }

    @Test
    @Tag("DIST-5")
    void validationWaitsUntilNothingTravelsToItsPoint() throws Exception {
        lab.site.addPackage("SLPT0021", "OS_IMAGE", Running.text(21, 300_000));
        lab.site.addPackage("SLPT0022", "OS_IMAGE", Running.text(22, 6_000_000));
        try (Running point = lab.join("busy")) {
            String id = point.id();
            lab.distributed("SLPT0021", id);
            lab.set(point, "{\"rate\":{\"kind\":\"PULSE\",\"blockBytes\":65536,\"delayMillis\":100}}");
            lab.distribute("SLPT0022", id);
            Running.await("on its way", () -> lab.number("SLPT0022", id, "percent") >= 5);
            lab.ask("validate", "SLPT0021", id);
            Running.await(
                    "it waits", () -> lab.row("SLPT0021", id, "message").equals("Transfers to this point go first."));
            assertThat(point.health().path("jobs").size()).isEqualTo(1);
            lab.set(point, "{\"rate\":{\"kind\":\"UNLIMITED\"}}");
            lab.installed("SLPT0022", id);
            Running.await("validated", () -> messages("SLPT0021", id).contains(2384));
            lab.installed("SLPT0021", id);
        }
    }
}
