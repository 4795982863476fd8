package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator does to a transfer, at a real point. */
class PointActionsTest {
    @TempDir
    static Path root;

    @AutoClose
    private static PointLab lab;

    @BeforeAll
    static void start() throws Exception {
        lab = new PointLab(root);
    }

    private static void pulse(Running point, int blockBytes, int delayMillis) throws Exception {
        lab.set(
                point,
                "{\"rate\":{\"kind\":\"PULSE\",\"blockBytes\":%d,\"delayMillis\":%d}}"
                        .formatted(blockBytes, delayMillis));
    }

    private static void unlimited(Running point) throws Exception {
        lab.set(point, "{\"rate\":{\"kind\":\"UNLIMITED\"}}");
    }

    @Test
    @Tag("DIST-6")
    @Tag("DIST-4")
    void cancelStopsATransferInItsMiddleAndRedistributeBringsAllOfIt() throws Exception {
        ContentId content = lab.site.addPackage("SLPC0001", "OS_IMAGE", Running.text(1, 12_000_000));
        try (Running point = lab.join("cancelled")) {
            String id = point.id();
            pulse(point, 65_536, 50);
            lab.distribute("SLPC0001", id);
            Running.await("begun", () -> lab.number("SLPC0001", id, "percent") >= 10);
            assertThat(lab.ask("cancel", "SLPC0001", id).get(0).get("done").asBoolean())
                    .isTrue();
            assertThat(lab.row("SLPC0001", id, "state")).isEqualTo("INSTALL_FAILED");
            assertThat(lab.row("SLPC0001", id, "message")).isEqualTo("cancelled by user tester");
            Running.await(
                    "the point has stopped", () -> point.health().path("jobs").isEmpty());
            assertThat(point.contents()).isEmpty();
            assertThat(lab.row("SLPC0001", id, "state"))
                    .as("nothing begins it again")
                    .isEqualTo("INSTALL_FAILED");

            unlimited(point);
            lab.ask("redistribute", "SLPC0001", id);
            lab.installed("SLPC0001", id);
            assertThat(lab.number("SLPC0001", id, "fetched_bytes"))
                    .as("every block, also those that had come")
                    .isGreaterThanOrEqualTo(12_000_000);
            assertThat(point.contents()).containsExactly(content.hex());

            lab.ask("redistribute", "SLPC0001", id);
            lab.installed("SLPC0001", id);
            assertThat(lab.number("SLPC0001", id, "fetched_bytes"))
                    .as("and again, present or not")
                    .isGreaterThanOrEqualTo(12_000_000);
        }
    }

    /** Many small files: a percent each. */
    private static String hundredFiles() throws Exception {
        Path source = Files.createDirectories(root.resolve("hundred"));
        for (int i = 0; i < 100; i++) {
            Files.writeString(source.resolve("file" + i), Running.text(i, 20_000));
        }
        return lab.succeeded(lab.site.api(
                        "POST", "/software-packages", "{\"name\":\"Hundred\",\"path\":\"" + source + "\"}"))
                .get("subject")
                .asString();
    }

    @Test
    @Tag("DIST-6")
    void cancelNearTheEndIsIgnoredAndTheTransferEndsInSuccess() throws Exception {
        String packageId = hundredFiles();
        try (Running point = lab.join("nearly")) {
            String id = point.id();
            pulse(point, 20_000, 40);
            lab.distribute(packageId, id);
            Running.await("most of it", () -> lab.number(packageId, id, "percent") >= 60);
            pulse(point, 20_000, 400);
            Running.await("nearly all of it", () -> lab.number(packageId, id, "percent") >= 95);
            assertThat(lab.ask("cancel", packageId, id).get(0).get("text").asString())
                    .contains("nearly done");
            unlimited(point);
            lab.installed(packageId, id);
            assertThat(lab.ask("cancel", packageId, "SITE").get(0).get("text").asString())
                    .contains("nothing to cancel");
            assertThat(lab.row(packageId, "SITE", "state")).isEqualTo("INSTALLED");
        }
    }

    @Test
    @Tag("DIST-8")
    void groupGivesARealPointAllItsContentAndLeavesItThereWhenItGoes() throws Exception {
        ContentId one = lab.site.addPackage("SLPC0011", "OS_IMAGE", Running.text(11, 500_000));
        ContentId two = lab.site.addPackage("SLPC0012", "OS_IMAGE", Running.text(12, 500_000));
        String group = lab.site
                .api("POST", "/point-groups", "{\"name\":\"Branches\"}")
                .json()
                .get("id")
                .asString();
        String members = "/point-groups/" + group + "/points/";
        try (Running point = lab.join("member")) {
            String id = point.id();
            for (String packageId : new String[] {"SLPC0011", "SLPC0012"}) {
                lab.site.api("POST", "/content/" + packageId + "/distribute", "{\"groups\":[\"" + group + "\"]}");
            }
            assertThat(lab.row("SLPC0011", id, "state")).as("no member yet").isEqualTo("none");
            lab.site.api("PUT", members + id, "");
            lab.installed("SLPC0011", id);
            lab.installed("SLPC0012", id);

            lab.site.api("DELETE", members + id, "");
            lab.site.addPackage("SLPC0013", "OS_IMAGE", Running.text(13, 500_000));
            lab.site.api("PUT", "/point-groups/" + group + "/collections/SMS00001", "");
            assertThat(lab.site
                            .api("POST", "/content/SLPC0013/distribute", "{\"collections\":[\"SMS00001\"]}")
                            .status())
                    .isEqualTo(200);
            // Some rounds of orders: what was to go would go now.
            Thread.sleep(2500);
            assertThat(point.contents())
                    .as("it keeps what it has, and gets nothing new")
                    .containsExactlyInAnyOrder(one.hex(), two.hex());
            lab.site.api("PUT", members + id, "");
            lab.installed("SLPC0013", id);
        }
    }

    @Test
    @Tag("DIST-11")
    void pullPointWaitsForItsSourceAndAsksTheSiteForNothingThatTheSourceHas() throws Exception {
        ContentId content = lab.site.addPackage("SLPC0021", "OS_IMAGE", Running.text(21, 4_000_000));
        try (Running hub = lab.join("hub");
                Running leaf = lab.join("leaf")) {
            // Each is the other's source: the one that joined first waits for none.
            lab.set(leaf, "{\"sources\":[\"" + hub.id() + "\"]}");
            lab.set(hub, "{\"sources\":[\"" + leaf.id() + "\"]}");
            pulse(hub, 65_536, 50);
            lab.distribute("SLPC0021", hub.id(), leaf.id());
            Running.await(
                    "it waits", () -> lab.row("SLPC0021", leaf.id(), "message").startsWith("Waits until hub has it"));
            Running.await("the source gets it", () -> lab.number("SLPC0021", hub.id(), "percent") >= 10);
            assertThat(lab.number("SLPC0021", leaf.id(), "fetched_bytes")).isZero();
            unlimited(hub);
            lab.installed("SLPC0021", hub.id());
            long asked = lab.requests("/content/packs/{pack}.pack");
            assertThat(asked).isPositive();
            lab.installed("SLPC0021", leaf.id());
            assertThat(lab.number("SLPC0021", leaf.id(), "fetched_bytes")).isGreaterThanOrEqualTo(4_000_000);
            assertThat(lab.requests("/content/packs/{pack}.pack"))
                    .as("requests to the site")
                    .isEqualTo(asked);
            assertThat(leaf.contents()).containsExactly(content.hex());
        }
    }

    @Test
    @Tag("DIST-11")
    void pullPointWhoseSourceIsGoneFetchesFromTheSite() throws Exception {
        lab.site.addPackage("SLPC0022", "OS_IMAGE", Running.text(22, 500_000));
        try (Running leaf = lab.join("orphan")) {
            try (Running hub = lab.join("mortal")) {
                lab.set(leaf, "{\"sources\":[\"" + hub.id() + "\"]}");
                lab.distributed("SLPC0022", hub.id());
            }
            lab.distributed("SLPC0022", leaf.id());
        }
    }

    @Test
    @Tag("DIST-11")
    void contentFolderOfAPointMovesToAnotherDriveAndNothingTravels() throws Exception {
        ContentId content = lab.site.addPackage("SLPC0031", "OS_IMAGE", Running.text(31, 2_000_000));
        Path data;
        String id;
        try (Running point = lab.join("moves")) {
            id = point.id();
            data = point.data;
            lab.distributed("SLPC0031", id);
        }
        Path drive = Files.createDirectories(root.resolve("larger drive"));
        Files.move(data.resolve("content"), drive.resolve("content"));
        Files.createSymbolicLink(data.resolve("content"), drive.resolve("content"));
        try (Running point = lab.again("moves")) {
            assertThat(point.contents()).containsExactly(content.hex());
            lab.ask("validate", "SLPC0031", id);
            Running.await(
                    "validated", () -> !lab.row("SLPC0031", id, "validated_at").equals("none"));
            assertThat(lab.row("SLPC0031", id, "state")).isEqualTo("INSTALLED");
            assertThat(lab.row("SLPC0031", id, "error_code")).isEmpty();
        }
        Files.move(data, root.resolve("moved"));
        try (Running point = lab.again("moved")) {
            assertThat(point.id()).isEqualTo(id);
            assertThat(point.contents()).containsExactly(content.hex());
        }
    }
}
