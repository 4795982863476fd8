package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import dev.slipway.site.TestSite.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BootImageCustomizationTest {
    private static TestSite site;
    private static int images;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        site = SharedSite.get();
    }

    private Path source(String kernel, int overlayFormat) throws Exception {
        Path image = Files.createDirectories(folder.resolve("source"));
        Files.writeString(image.resolve("vmlinuz"), kernel);
        Files.writeString(image.resolve("initrd.img"), "initramfs " + kernel);
        Files.writeString(image.resolve("bootimage.json"), """
                {"name": "Custom", "version": "1", "architecture": "x64", "kernelVersion": "6.12", "agentVersion": "0.1",
                 "agentBuild": "aaaabbbbcccc", "compression": "lz4", "decompressedSize": 1234567, "overlayFormat": %1$d,
                 "drivers": [{"name": "nvme", "folder": "drivers/nvme/host", "description": "NVM"},
                             {"name": "igb", "folder": "drivers/net/ethernet/intel/igb", "description": "Intel"},
                             {"name": "fuse", "folder": "fs/fuse", "description": ""}],
                 "kernel": {"path": "vmlinuz", "sha256": "%2$s"}, "initramfs": {"path": "initrd.img", "sha256": "%3$s"}}
                """.formatted(
                        overlayFormat, sha256(kernel), sha256("initramfs " + kernel)));
        return image;
    }

    private static String sha256(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private String added(int overlayFormat) throws Exception {
        Answer accepted =
                site.api("POST", "/boot-images", "{\"path\":\"" + source("kernel " + images++, overlayFormat) + "\"}");
        return site.ended(accepted).get("subject").asString();
    }

    private static Answer customize(String id, String body) throws Exception {
        return site.api("PATCH", "/boot-images/" + id + "/customization", body);
    }

    @Test
    @Tag("BOOT-3")
    void detailsTellDriversAndSizes() throws Exception {
        String id = added(1);
        JsonNode details = site.get("/boot-images/" + id + "/details").json();
        assertThat(details.get("drivers").toString())
                .contains("\"nvme\"", "STORAGE", "\"igb\"", "NETWORK", "\"fuse\"", "OTHER");
        assertThat(details.get("customizable").asBoolean()).isTrue();
        assertThat(site.get("/boot-images/" + id)
                        .json()
                        .get("decompressedBytes")
                        .asLong())
                .isEqualTo(1234567);
    }

    @Test
    @Tag("BOOT-3")
    void aCustomisationIsServedAsASecondInitramfs() throws Exception {
        String id = added(1);
        Path files = Files.createDirectories(folder.resolve("prestart"));
        Files.writeString(files.resolve("ask.sh"), "echo which office");
        Answer answer = customize(id, """
                {"prestartCommand": "sh ask.sh", "prestartFolder": "%s", "keyboard": "de", "text": "Shipyard", "scratchMegabytes": 256}
                """.formatted(files));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("files").toString()).contains("ask.sh");
        String hash = site.get("/boot-images/" + id).json().get("overlayHash").asString();
        assertThat(site.send("GET", "/boot/" + hash + "/slipway.img", "", "").body())
                .startsWith("070701")
                .contains("SLIPWAY_KEYBOARD='de'")
                .contains("echo which office");

        Files.delete(files.resolve("ask.sh"));
        assertThat(customize(id, "{\"keyboard\": \"fr\"}").status()).isEqualTo(200);
        String next = site.get("/boot-images/" + id).json().get("overlayHash").asString();
        assertThat(next).isNotEqualTo(hash);
        assertThat(site.send("GET", "/boot/" + next + "/slipway.img", "", "").body())
                .as("the site keeps the files")
                .contains("SLIPWAY_KEYBOARD='fr'")
                .contains("echo which office");
        assertThat(site.send("GET", "/boot/" + hash + "/slipway.img", "", "").status())
                .as("a machine in the middle of its start")
                .isEqualTo(200);
    }

    @Test
    @Tag("BOOT-3")
    void commandSupportWarns() throws Exception {
        String id = added(1);
        Answer answer = customize(id, "{\"commandSupport\": true}");
        assertThat(answer.json().get("warnings").toString()).contains("For testing only");
        assertThat(customize(id, "{\"commandSupport\": false}").json().get("warnings"))
                .isEmpty();
        assertThat(site.get("/boot-images/" + id).json().get("overlayHash").asString())
                .as("nothing to fetch any more")
                .isEmpty();
    }

    @Test
    @Tag("BOOT-3")
    void wrongInputNamesItsField() throws Exception {
        String id = added(1);
        assertThat(customize(id, "{\"scratchMegabytes\": 33}").body()).contains("\"field\":\"scratchMegabytes\"");
        assertThat(customize(id, "{\"components\": [\"curl --evil\"]}").body()).contains("\"field\":\"components\"");
        assertThat(customize(id, "{\"prestartFolder\": \"/etc\"}").body()).contains("\"field\":\"prestartCommand\"");
        assertThat(customize(id, "{\"prestartCommand\": \"x\", \"prestartFolder\": \"/nowhere\"}")
                        .code())
                .isEqualTo("source-not-found");
    }

    @Test
    @Tag("BOOT-4")
    void anImageThatReadsNoCustomisationIsReadOnly() throws Exception {
        String id = added(0);
        assertThat(customize(id, "{\"keyboard\": \"de\"}").code()).isEqualTo("boot-image-not-customizable");
        assertThat(customize(id, "{\"components\": [\"curl\"]}").status())
                .as("takes effect at the rebuild that makes it customisable")
                .isEqualTo(200);
    }

    @Test
    @Tag("BOOT-3")
    @Tag("DIST-3")
    void reloadOfAnUnchangedSourceDoesNothing() throws Exception {
        String id = added(1);
        JsonNode operation = site.ended(site.api("POST", "/boot-images/" + id + "/refresh", ""));
        assertThat(operation.get("message").asString()).contains("has not changed");
    }

    @Test
    @Tag("BOOT-5")
    @Tag("BOOT-6")
    void aReloadReplacesTheFilesAndKeepsTheCustomisation() throws Exception {
        String id = added(1);
        customize(id, "{\"keyboard\": \"de\"}");
        JsonNode before = site.get("/boot-images/" + id).json();
        source("another kernel", 1);
        JsonNode operation = site.ended(site.api("POST", "/boot-images/" + id + "/refresh", ""));
        assertThat(operation.get("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        JsonNode after = site.get("/boot-images/" + id).json();
        assertThat(after.get("kernelHash").asString()).isEqualTo(sha256("another kernel"));
        assertThat(after.get("overlayHash")).isEqualTo(before.get("overlayHash"));
        String old = before.get("kernelHash").asString();
        assertThat(site.send("GET", "/boot/" + old + "/vmlinuz", "", "").status())
                .as("a machine in the middle of its start")
                .isEqualTo(200);
    }

    @Test
    @Tag("BOOT-5")
    void theUpdateSaysWhatDiffersAndWhyItCannotBeBuilt() throws Exception {
        String id = added(1);
        JsonNode update = site.get("/boot-images/" + id + "/update").json();
        assertThat(update.get("agentBuild").asString()).isEqualTo("aaaabbbbcccc");
        customize(id, "{\"components\": [\"curl\"]}");
        assertThat(site.get("/boot-images/" + id + "/update")
                        .json()
                        .get("reasons")
                        .toString())
                .contains("components");
        if (!update.get("possible").asBoolean()) {
            assertThat(site.api("POST", "/boot-images/" + id + "/rebuild", "").code())
                    .isEqualTo("boot-image-cannot-be-built");
        }
    }

    @Test
    @Tag("BOOT-1")
    void aSequencesOwnBootImageIsKeptAndCannotBeRemoved() throws Exception {
        String id = added(1);
        site.addSequence("SLP0B001", "With its own boot image", "<sequence/>");
        Answer set = site.api("PUT", "/task-sequences/SLP0B001/boot-image", "{\"bootImageId\":\"" + id + "\"}");
        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(site.bean(SequenceBootImages.class).of("SLP0B001").map(BootImage::id))
                .isEqualTo(Optional.of(id));
        assertThat(site.get("/boot-images/" + id + "/details")
                        .json()
                        .get("usedBy")
                        .toString())
                .contains("SLP0B001");
        site.api("POST", "/boot-images/" + added(1) + "/default", "");
        assertThat(site.api("DELETE", "/boot-images/" + id, "").code()).isEqualTo("package-in-use");
        site.api("PUT", "/task-sequences/SLP0B001/boot-image", "{}");
        assertThat(site.api("DELETE", "/boot-images/" + id, "").status()).isEqualTo(204);
    }
}
