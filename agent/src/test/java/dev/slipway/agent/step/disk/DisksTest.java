package dev.slipway.agent.step.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.agent.volume.BlockDevices.BlockDevice;
import dev.slipway.sequence.StepFailedException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("STEP-9")
final class DisksTest {
    @Test
    void numbersDisksByKindThenByName() {
        Disks disks = disks("sdaa", "sdb", "vda", "nvme10n1", "nvme2n1", "sda");

        assertThat(disks.all())
                .extracting(disk -> disk.path().getFileName().toString())
                .containsExactly("nvme2n1", "nvme10n1", "sda", "sdb", "sdaa", "vda");
    }

    @Test
    void missingDiskIsRefusedNamingThoseThatThereAre() {
        assertThatThrownBy(() -> disks("vda", "vdb").get(2))
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo("disk-not-found"))
                .hasMessageContaining("0 = /dev/vda (1024 MiB), 1 = /dev/vdb (1024 MiB)");
    }

    @Test
    void partitionsOfDisksWhoseNameEndsInADigitHaveAP() {
        assertThat(Disks.partition(Path.of("/dev/vda"), 2)).isEqualTo(Path.of("/dev/vda2"));
        assertThat(Disks.partition(Path.of("/dev/nvme0n1"), 3)).isEqualTo(Path.of("/dev/nvme0n1p3"));
    }

    private static Disks disks(String... names) {
        return Disks.of(Arrays.stream(names)
                .map(name -> new BlockDevice(Path.of("/dev", name), "0:0", 1L << 30, List.of()))
                .toList());
    }
}
