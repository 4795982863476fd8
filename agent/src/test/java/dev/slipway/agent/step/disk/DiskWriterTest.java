package dev.slipway.agent.step.disk;

import static dev.slipway.agent.step.disk.DiskPlannerTest.fixed;
import static dev.slipway.agent.step.disk.DiskPlannerTest.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.agent.command.SystemCommands;
import dev.slipway.agent.volume.FileSystem;
import dev.slipway.agent.volume.Superblock;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root, loop devices, and the Debian packages fdisk, dosfstools, ntfs-3g, e2fsprogs. */
@Tag("STEP-9")
final class DiskWriterTest {
    private static final long DISK_BYTES = 400L << 20;

    @TempDir
    Path folder;

    private final DiskWriter writer = new DiskWriter(new SystemCommands(), line -> {});

    @Test
    void gptDiskForWindowsAndLinuxHasTheRightTypesAndFileSystems() throws Exception {
        DiskLayout layout = DiskPlanner.plan(
                PartitionStyle.GPT,
                List.of(
                        named(fixed(PartitionType.EFI, VolumeFormat.FAT32, 64), "esp"),
                        fixed(PartitionType.MSR, VolumeFormat.NONE, 16),
                        named(fixed(PartitionType.PRIMARY, VolumeFormat.NTFS, 64), "Windows"),
                        named(percent(PartitionType.PRIMARY, VolumeFormat.EXT4, 60), "root"),
                        fixed(PartitionType.RECOVERY, VolumeFormat.NTFS, 32)),
                DISK_BYTES);
        try (LoopDisk disk = LoopDisk.create(folder.resolve("gpt.img"), DISK_BYTES)) {
            write(disk, layout);

            assertThat(table(disk))
                    .contains("type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B")
                    .contains("type=E3C9E316-0B5C-4DB8-817D-F92DF00215AE")
                    .contains("type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7")
                    .contains("type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709")
                    .contains("type=DE94BBA4-06D1-4D40-A16A-BFD50179D6AC")
                    .contains("attrs=\"RequiredPartition GUID:63\"");
            assertThat(superblock(disk, 1)).isEqualTo(new Superblock(FileSystem.FAT, "ESP"));
            assertThat(Superblock.read(Disks.partition(disk.device(), 2))).isEmpty();
            assertThat(superblock(disk, 3).fileSystem()).isEqualTo(FileSystem.NTFS);
            assertThat(superblock(disk, 4)).isEqualTo(new Superblock(FileSystem.EXT, "root"));
            assertThat(superblock(disk, 5).fileSystem()).isEqualTo(FileSystem.NTFS);
        }
    }

    @Test
    void mbrDiskHasItsActivePartitionAndLogicalOnes() throws Exception {
        PartitionRequest active = new PartitionRequest(
                PartitionType.PRIMARY, VolumeFormat.EXT4, new PartitionSize.Fixed(100L << 20), true, true, "", "");
        DiskLayout layout = DiskPlanner.plan(
                PartitionStyle.MBR,
                List.of(
                        active,
                        percent(PartitionType.EXTENDED, VolumeFormat.NONE, 100),
                        percent(PartitionType.LOGICAL, VolumeFormat.NTFS, 100)),
                DISK_BYTES);
        Path disk = folder.resolve("mbr.img");
        try (RandomAccessFile image = new RandomAccessFile(disk.toFile(), "rw")) {
            image.setLength(DISK_BYTES);
        }

        writer.writeTable(disk, layout);

        assertThat(LoopDisk.run("sfdisk", "--dump", disk.toString()))
                .contains("label: dos")
                .containsPattern("mbr.img1 .*type=83, bootable")
                .containsPattern("mbr.img2 .*type=f")
                .containsPattern("mbr.img5 .*type=7");
    }

    /** The machine was reset while it formatted: the step runs again over whatever is there. */
    @Test
    void secondRunOverAnOlderLayoutGivesTheSameDisk() throws Exception {
        DiskLayout older = DiskPlanner.plan(
                PartitionStyle.MBR, List.of(percent(PartitionType.PRIMARY, VolumeFormat.NTFS, 100)), DISK_BYTES);
        DiskLayout layout = DiskPlanner.plan(
                PartitionStyle.GPT,
                List.of(
                        fixed(PartitionType.EFI, VolumeFormat.FAT32, 64),
                        percent(PartitionType.PRIMARY, VolumeFormat.EXT4, 100)),
                DISK_BYTES);
        try (LoopDisk disk = LoopDisk.create(folder.resolve("again.img"), DISK_BYTES)) {
            write(disk, older);
            writer.partition(disk.device(), layout);
            write(disk, layout);

            assertThat(table(disk)).contains("label: gpt").doesNotContain("p3");
            assertThat(superblock(disk, 2).fileSystem()).isEqualTo(FileSystem.EXT);
        }
    }

    private void write(LoopDisk disk, DiskLayout layout) throws Exception {
        writer.partition(disk.device(), layout);
        for (DiskLayout.Planned partition : layout.partitions()) {
            writer.format(disk.device(), partition);
        }
    }

    private static String table(LoopDisk disk) throws Exception {
        return LoopDisk.run("sfdisk", "--dump", disk.device().toString());
    }

    private static Superblock superblock(LoopDisk disk, int partition) throws Exception {
        return Superblock.read(Disks.partition(disk.device(), partition)).orElseThrow();
    }

    private static PartitionRequest named(PartitionRequest request, String name) {
        return new PartitionRequest(
                request.type(), request.format(), request.size(), request.bootable(), true, name, "");
    }
}
