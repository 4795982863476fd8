package dev.slipway.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootImageListsTest {
    @ParameterizedTest
    @ValueSource(strings = {"packages.txt", "programs.txt", "drivers.txt"})
    void noEntryStandsTwice(String name) throws Exception {
        List<String> entries = BootImageBuilder.list(name);
        assertThat(entries).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void commonDisksAndNetworksHaveADriver() throws Exception {
        assertThat(BootImageBuilder.list("drivers.txt"))
                .contains("ahci", "nvme", "virtio_blk", "virtio_net", "e1000e", "igb", "igc", "r8169", "tg3", "ixgbe");
    }
}
