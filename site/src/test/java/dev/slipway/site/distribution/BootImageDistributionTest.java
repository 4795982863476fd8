package dev.slipway.site.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.PointOrders;
import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import dev.slipway.site.TestSite.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Boot images as contents: their versions, and the points from which machines start them. */
class BootImageDistributionTest {
    private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED", "CANCELLED");
    private static TestSite site;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        site = SharedSite.get();
    }

    private Path source(String kernel) throws Exception {
        Files.writeString(folder.resolve("vmlinuz"), kernel);
        Files.writeString(folder.resolve("initrd.img"), "initramfs of " + kernel);
        Files.writeString(folder.resolve("bootimage.json"), """
                {"name": "Travelling", "version": "1", "architecture": "arm64", "kernelVersion": "%1$s",
                 "kernel": {"path": "vmlinuz", "sha256": "%2$s"}, "initramfs": {"path": "initrd.img", "sha256": "%3$s"}}
                """.formatted(
                        kernel, sha256(kernel), sha256("initramfs of " + kernel)));
        return folder;
    }

    private static String sha256(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static JsonNode ended(Answer accepted) throws Exception {
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        String id = accepted.json().get("id").asString();
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (Instant.now().isBefore(deadline)) {
            JsonNode now = site.get("/operations/" + id).json();
            if (ENDS.contains(now.get("state").asString())) {
                assertThat(now.get("state").asString()).as(now.toString()).isEqualTo("SUCCEEDED");
                return now;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("The operation does not end");
    }

    private String added(String kernel) throws Exception {
        String id = ended(site.api("POST", "/boot-images", "{\"path\":\"" + source(kernel) + "\"}"))
                .get("subject")
                .asString();
        site.api("POST", "/boot-images/" + id + "/default", "");
        return id;
    }

    private static JsonNode image(String id) throws Exception {
        return site.get("/boot-images/" + id).json();
    }

    private static String served(String kernel) throws Exception {
        return site.send("GET", "/boot/" + sha256(kernel) + "/vmlinuz", "", "").body();
    }

    /** For a machine that nobody knows. */
    private static String script(String mac) throws Exception {
        return site.send("GET", "/boot/boot.ipxe?mac=" + mac + "&firmware=efi&arch=arm64", "", "")
                .body();
    }

    @Test
    @Tag("BOOT-3")
    @Tag("DIST-3")
    void anOlderVersionIsRolledBackToAndMachinesStartIt() throws Exception {
        String id = added("first kernel");
        source("second kernel");
        ended(site.api("POST", "/boot-images/" + id + "/refresh", ""));
        assertThat(image(id).get("kernelVersion").asString()).isEqualTo("second kernel");
        assertThat(served("second kernel")).isEqualTo("second kernel");

        Answer back = site.api("POST", "/packages/" + id + "/rollback", "{\"version\":1}");
        assertThat(back.status()).as(back.body()).isEqualTo(200);
        assertThat(image(id).get("kernelVersion").asString()).isEqualTo("first kernel");
        assertThat(image(id).get("kernelHash").asString()).isEqualTo(sha256("first kernel"));
        assertThat(script("02:00:00:00:b0:01")).contains("/boot/" + sha256("first kernel") + "/vmlinuz");
        assertThat(served("first kernel")).isEqualTo("first kernel");
        assertThat(served("second kernel"))
                .as("a machine in the middle of its start")
                .isEqualTo("second kernel");
    }

    @Test
    @Tag("BOOT-1")
    void aSequencesBootImageStartsOnlyMachinesOfItsArchitecture() throws Exception {
        added("default kernel");
        String own = ended(site.api("POST", "/boot-images", "{\"path\":\"" + source("own kernel") + "\"}"))
                .get("subject")
                .asString();
        source("foreign kernel");
        Path description = folder.resolve("bootimage.json");
        Files.writeString(description, Files.readString(description).replace("arm64", "x64"));
        String foreign = ended(site.api("POST", "/boot-images", "{\"path\":\"" + folder + "\"}"))
                .get("subject")
                .asString();
        String sequence = "SLPB0071";
        site.addSequence(sequence, "With a boot image", "<sequence/>");
        String deployment = site.deploy(sequence, "SMS000US", "AVAILABLE", "MEDIA_PXE");
        String assigned = "/task-sequences/" + sequence + "/boot-image";
        site.api("PUT", assigned, "{\"bootImageId\":\"" + own + "\"}");
        assertThat(script("02:00:00:00:b0:71")).contains("/boot/" + sha256("own kernel") + "/vmlinuz");
        site.api("PUT", assigned, "{\"bootImageId\":\"" + foreign + "\"}");
        assertThat(script("02:00:00:00:b0:71"))
                .contains("/boot/" + sha256("default kernel") + "/vmlinuz")
                .doesNotContain(sha256("foreign kernel"));
        site.api("DELETE", "/deployments/" + deployment, "");
        site.api("PUT", assigned, "{}");
    }

    @Test
    @Tag("DIST-3")
    void asManyVersionsAreKeptAsTheSettingSays() throws Exception {
        String id = added("kept one");
        site.api("PATCH", "/boot-images/" + id, "{\"keepVersions\":2}");
        for (String kernel : new String[] {"kept two", "kept three"}) {
            source(kernel);
            ended(site.api("POST", "/boot-images/" + id + "/refresh", ""));
        }
        JsonNode versions = site.get("/packages/" + id + "/versions").json();
        assertThat(versions.toString()).contains("\"number\":3", "\"number\":2").doesNotContain("\"number\":1,");
        assertThat(site.api("POST", "/packages/" + id + "/rollback", "{\"version\":1}")
                        .code())
                .isEqualTo("version-not-found");
    }

    @Test
    @Tag("BOOT-1")
    @Tag("BOOT-3")
    @Tag("BOOT-6")
    void aMachineStartsFromThePointOfItsBoundaryGroupThatHoldsTheCurrentVersion() throws Exception {
        String id = added("point kernel");
        TestPoint point = TestPoint.joined(site, "starter");
        String group = site.api("POST", "/boundary-groups", """
                        {"name":"Machines that start","boundaries":["127.0.0.0/8"],"points":["%s"]}
                        """.formatted(point.id))
                .json()
                .get("id")
                .asString();
        try {
            assertThat(site.api("POST", "/content/" + id + "/distribute", "{\"points\":[\"" + point.id + "\"]}")
                            .status())
                    .isEqualTo(200);
            assertThat(script("02:00:00:00:b0:02"))
                    .as("it is not there yet")
                    .doesNotContain("http://starter:8080/boot/");
            PointOrders orders = point.report();
            String content = image(id).get("contentId").asString();
            assertThat(orders.boot()).containsExactly(content);
            point.report(point.done(orders.jobs().getFirst()));
            assertThat(script("02:00:00:00:b0:02"))
                    .containsSubsequence(
                            "http://starter:8080/boot/" + content + "/vmlinuz",
                            "http://starter:8080/boot/" + content + "/initrd.img",
                            "/boot/" + sha256("point kernel") + "/vmlinuz");

            source("next kernel");
            ended(site.api("POST", "/boot-images/" + id + "/refresh", ""));
            assertThat(script("02:00:00:00:b0:02"))
                    .as("the new version is at the site alone until the point has it")
                    .doesNotContain("http://starter:8080/boot/")
                    .contains("/boot/" + sha256("next kernel") + "/vmlinuz");
            PointOrders next = point.report();
            String newer = image(id).get("contentId").asString();
            assertThat(next.boot()).containsExactlyInAnyOrder(content, newer);
            point.report(point.done(next.jobs().getFirst()));
            assertThat(script("02:00:00:00:b0:02")).contains("http://starter:8080/boot/" + newer + "/vmlinuz");

            Answer off = site.api("PUT", "/boot-images/" + id + "/network-start", "{\"fromPoints\":false}");
            assertThat(off.json().get("fromPoints").asBoolean()).isFalse();
            assertThat(point.report().boot()).isEmpty();
            assertThat(script("02:00:00:00:b0:02")).doesNotContain("http://starter:8080/boot/");
        } finally {
            site.api("DELETE", "/boundary-groups/" + group, "");
            site.bean(Points.class).remove(point.id);
        }
    }
}
