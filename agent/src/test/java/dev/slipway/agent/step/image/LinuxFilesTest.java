package dev.slipway.agent.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.step.FirmwareBootOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("STEP-1")
final class LinuxFilesTest {
    @Test
    void fileSystemTableKeepsNetworkVolumesAndDropsThoseOfTheReferenceMachine() {
        List<String> before = List.of(
                "# comment",
                "UUID=old / ext4 defaults 0 1",
                "/dev/sdb1 /data ext4 defaults 0 2",
                "server:/x /x nfs ro 0 0");

        List<String> once = FileSystemTable.lines(before, "new", Optional.of("ABCD-0123"));

        assertThat(once)
                .containsExactly(
                        "# comment",
                        "server:/x /x nfs ro 0 0",
                        "# Volumes of this machine, written when the system was deployed",
                        "UUID=new / ext4 errors=remount-ro 0 1",
                        "UUID=ABCD-0123 /boot/efi vfat umask=0077 0 1");
        assertThat(FileSystemTable.lines(once, "new", Optional.of("ABCD-0123"))).isEqualTo(once);
    }

    @Test
    void partitionTableTellsFirmwarePartitionFromOrdinaryOnes() {
        DiskTable table = DiskTable.parse(
                        Path.of("/dev/nvme0n1"),
                        List.of(
                                "label: gpt",
                                "unit: sectors",
                                "",
                                "/dev/nvme0n1p1 : start= 2048, size= 131072, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, uuid=X",
                                "/dev/nvme0n1p12 : start= 133120, size= 100, type=4f68bce3-e8cd-4db1-96e7-fbcaf984b709, uuid=Y"))
                .orElseThrow();

        assertThat(table.efiSystemPartition()).map(DiskTable.Entry::number).contains(1);
        assertThat(table.entries()).extracting(DiskTable.Entry::number).containsExactly(1, 12);
        assertThat(table.isOrdinary(Path.of("/dev/nvme0n1p1"))).isFalse();
        assertThat(table.isOrdinary(Path.of("/dev/nvme0n1p12"))).isTrue();
    }

    @Test
    void newFirmwareEntryGoesBehindTheNetworkEntriesThatLed() {
        FirmwareBootOrder.Entries entries = FirmwareBootOrder.Entries.parse(List.of(
                "BootOrder: 0009,0002,0001,0003",
                "Boot0001* UEFI Disk",
                "Boot0002* UEFI PXEv4 (MAC:525400123456)",
                "Boot0003* UEFI HTTPv4",
                "Boot0009* Slipway installed system"));

        assertThat(FirmwareEntry.networkFirst(entries)).containsExactly("0002", "0009", "0001", "0003");
    }

    @Test
    void serialConsoleOfTheBootEnvironmentIsFound() {
        assertThat(new LinuxStart.Machine(false, "quiet console=tty0 console=ttyS0,115200 slipway.site=x")
                        .serialConsole())
                .contains("ttyS0,115200");
        assertThat(new LinuxStart.Machine(false, "quiet console=tty0").serialConsole())
                .isEmpty();
    }
}
