package dev.slipway.site.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.deployment.BootDecision;
import dev.slipway.site.deployment.BootDecision.Action;
import dev.slipway.site.library.BootImage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BootScriptTest {
    private static final BootScript SCRIPT =
            new BootScript("http://10.0.0.1:8080", "https://10.0.0.1:8443", "abcd", "quiet");
    private static final Optional<BootScript.Start> IMAGE = start(image(""));

    private static Optional<BootScript.Start> start(BootImage image, String... points) {
        return Optional.of(new BootScript.Start(image, List.of(points)));
    }

    private static BootImage image(String overlayHash) {
        return new BootImage(
                "SLP00001",
                "Boot",
                "",
                "",
                null,
                "",
                "x64",
                null,
                null,
                "k".repeat(64),
                1,
                "i".repeat(64),
                1,
                overlayHash,
                0,
                3,
                2,
                "c".repeat(64),
                true,
                true,
                Instant.EPOCH,
                Instant.EPOCH);
    }

    @Test
    @Tag("PXE-2")
    void bootImageIsStartedWithTheSiteItsContentAndItsPin() {
        String text = SCRIPT.of(new BootDecision(Action.BOOT_IMAGE, "required"), IMAGE, "efi");
        assertThat(text)
                .startsWith("#!ipxe\n")
                .contains("kernel http://10.0.0.1:8080/boot/" + "k".repeat(64) + "/vmlinuz initrd=initrd.img")
                .contains(
                        "slipway.site=https://10.0.0.1:8443 slipway.content=http://10.0.0.1:8080 slipway.pin=abcd quiet")
                .contains("initrd --name initrd.img http://10.0.0.1:8080/boot/" + "i".repeat(64) + "/initrd.img");
    }

    @Test
    @Tag("BOOT-3")
    void aCustomisationStandsInFrontOfTheInitramfs() {
        String text = SCRIPT.of(new BootDecision(Action.BOOT_IMAGE, "required"), start(image("o".repeat(64))), "efi");
        assertThat(text)
                .contains("vmlinuz initrd=slipway.img initrd=initrd.img slipway.site=")
                .containsSubsequence(
                        "initrd --name slipway.img http://10.0.0.1:8080/boot/" + "o".repeat(64) + "/slipway.img",
                        "initrd --name initrd.img");
    }

    @Test
    @Tag("BOOT-3")
    @Tag("BOOT-6")
    void pointsAreTriedInTheirOrderAndTheSiteAtLast() {
        String text = SCRIPT.of(
                new BootDecision(Action.BOOT_IMAGE, "required"),
                start(image("o".repeat(64)), "http://10.0.1.1:8080", "http://10.0.2.1:8080"),
                "efi");
        String content = "/boot/" + "c".repeat(64);
        assertThat(text)
                .containsSubsequence(
                        "kernel --timeout 10000 http://10.0.1.1:8080" + content + "/vmlinuz initrd=slipway.img",
                        "|| goto place1",
                        "initrd --name slipway.img http://10.0.0.1:8080/boot/" + "o".repeat(64),
                        "initrd --name initrd.img --timeout 10000 http://10.0.1.1:8080" + content + "/initrd.img",
                        "goto start",
                        ":place1",
                        "imgfree",
                        "kernel --timeout 10000 http://10.0.2.1:8080" + content + "/vmlinuz",
                        ":place2",
                        "imgfree",
                        "kernel http://10.0.0.1:8080/boot/" + "k".repeat(64) + "/vmlinuz",
                        "|| goto failed",
                        ":start",
                        "boot || goto failed",
                        ":failed");
    }

    @Test
    @Tag("PXE-2")
    void diskIsStartedInTheFirmwaresOwnWay() {
        BootDecision disk = new BootDecision(Action.DISK, "nothing to do");
        assertThat(SCRIPT.of(disk, Optional.empty(), "efi")).endsWith("exit\n").doesNotContain("sanboot");
        assertThat(SCRIPT.of(disk, Optional.empty(), "pcbios")).contains("sanboot --no-describe --drive 0x80");
    }

    @Test
    @Tag("PXE-2")
    void availableDeploymentAsksForF12() {
        String text = SCRIPT.of(new BootDecision(Action.PROMPT, "available"), IMAGE, "efi");
        assertThat(text)
                .contains("prompt --key 0x197e")
                .contains("|| goto disk")
                .endsWith(":disk\nexit\n");
    }

    @Test
    void reasonCannotAddLinesToTheScript() {
        String text = SCRIPT.of(new BootDecision(Action.DISK, "x\nchain http://evil/${y}"), Optional.empty(), "efi");
        assertThat(text.lines()).noneMatch(line -> line.startsWith("chain"));
        assertThat(text).doesNotContain("${");
    }

    @Test
    void withoutABootImageTheDiskStarts() {
        String text = SCRIPT.of(new BootDecision(Action.BOOT_IMAGE, "required"), Optional.empty(), "efi");
        assertThat(text).contains("no boot image").endsWith("exit\n");
    }
}
