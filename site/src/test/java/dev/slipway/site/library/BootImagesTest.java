package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BootImagesTest {
    private static TestSite site;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        site = SharedSite.get();
    }

    private Path bootImage(String architecture, String kernel, String kernelHash) throws Exception {
        Path image = Files.createDirectories(folder.resolve(kernel));
        Files.writeString(image.resolve("vmlinuz"), kernel);
        Files.writeString(image.resolve("initrd.img"), "initramfs");
        Files.writeString(
                image.resolve("bootimage.json"), """
                {"name": "Boot %1$s", "version": "1", "architecture": "%1$s", "kernelVersion": "6.1",
                 "kernel": {"path": "vmlinuz", "size": 6, "sha256": "%2$s"},
                 "initramfs": {"path": "initrd.img", "size": 9, "sha256": "%3$s"}}
                """.formatted(architecture, kernelHash, sha256("initramfs")));
        return image;
    }

    private static String sha256(String text) throws Exception {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static JsonNode add(Path image) throws Exception {
        return site.ended(site.api("POST", "/boot-images", "{\"path\":\"" + image + "\"}"));
    }

    @Test
    @Tag("BOOT-2")
    void firstOfItsArchitectureIsTheDefaultAndServed() throws Exception {
        String first =
                add(bootImage("one", "kern-1", sha256("kern-1"))).get("subject").asString();
        String second =
                add(bootImage("one", "kern-2", sha256("kern-2"))).get("subject").asString();
        JsonNode image = site.get("/boot-images/" + first).json();
        assertThat(image.get("isDefault").asBoolean()).isTrue();
        assertThat(site.get("/boot-images/" + second).json().get("isDefault").asBoolean())
                .isFalse();
        assertThat(site.send("GET", "/boot/" + sha256("kern-1") + "/vmlinuz", "", "")
                        .body())
                .isEqualTo("kern-1");
        assertThat(site.api("DELETE", "/boot-images/" + first, "").code()).isEqualTo("boot-image-is-default");
        site.api("POST", "/boot-images/" + second + "/default", "");
        assertThat(site.api("DELETE", "/boot-images/" + first, "").status()).isEqualTo(204);
        assertThat(site.send("GET", "/boot/" + sha256("kern-1") + "/vmlinuz", "", "")
                        .status())
                .isEqualTo(404);
        assertThat(site.send("GET", "/boot/" + sha256("initramfs") + "/initrd.img", "", "")
                        .status())
                .as("still needed by the other one")
                .isEqualTo(200);
    }

    @Test
    @Tag("BOOT-2")
    void partWithAnotherHashIsRefused() throws Exception {
        JsonNode operation = add(bootImage("two", "kern-3", sha256("other")));
        assertThat(operation.get("errorCode").asString()).isEqualTo("boot-image-corrupt");
        assertThat(site.bean(BootFiles.class).find(sha256("kern-3"))).isEmpty();
    }

    @Test
    @Tag("BOOT-2")
    void missingPartIsRefused() throws Exception {
        Path image = bootImage("three", "kern-4", sha256("kern-4"));
        Files.delete(image.resolve("initrd.img"));
        assertThat(add(image).get("errorCode").asString()).isEqualTo("boot-image-incomplete");
        assertThat(site.bean(BootFiles.class).find(sha256("kern-4")))
                .as("nothing half-added remains")
                .isEmpty();
    }
}
