package dev.slipway.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.media.BootImage.BootFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootImageTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void theDescriptionIsReadAsItWasWritten() throws Exception {
        BootImage image = new BootImage(
                "Slipway",
                "1.0",
                "x64",
                "6.12.1",
                "0.1.0",
                "0123456789ab",
                Instant.parse("2026-11-21T00:00:00Z"),
                "zstd",
                new BootFile(BootImage.KERNEL_FILE, 12_000_000, "00ff"),
                new BootFile(BootImage.INITRAMFS_FILE, 36_000_000, "ff00"),
                120_000_000,
                BootOverlay.FORMAT,
                List.of(new BootDriver("e1000e", "drivers/net/ethernet/intel/e1000e", "Intel PRO/1000")),
                List.of("curl"));
        image.write(folder);
        assertThat(BootImage.read(folder)).isEqualTo(image);
        assertThat(image.networkSize()).isEqualTo(48_000_000);
    }

    @Test
    void aFolderWithoutDescriptionSaysHowToBuildIt() {
        assertThatThrownBy(() -> BootImage.read(folder))
                .isInstanceOf(BootImageException.class)
                .hasMessageContaining("slipway bootimage build");
    }

    @Test
    void aMissingAgentIsToldBeforeAnythingIsFetched() throws Exception {
        BootImageRequest request = new BootImageRequest(
                "Slipway",
                "1.0",
                folder.resolve("image"),
                Files.createDirectory(folder.resolve("agent")),
                Path.of(System.getProperty("java.home")),
                folder.resolve("cache"),
                InitramfsCompression.LZ4);
        assertThatThrownBy(() -> new BootImageBuilder(line -> {}).build(request))
                .isInstanceOfSatisfying(
                        BootImageException.class, e -> assertThat(e.code()).isEqualTo("agent-missing"));
        assertThat(folder.resolve("cache")).doesNotExist();
    }
}
