package dev.slipway.agent.step.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.sequence.StepFailedException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("STEP-9")
final class DiskPlannerTest {
    private static final long GIB = 1L << 30;
    private static final long MIB = 1L << 20;

    @Test
    void ninetyNinePercentThenAllOfTheRestFillTheDisk() throws Exception {
        DiskLayout layout = DiskPlanner.plan(
                PartitionStyle.GPT,
                List.of(
                        fixed(PartitionType.EFI, VolumeFormat.FAT32, 500),
                        fixed(PartitionType.MSR, VolumeFormat.NONE, 128),
                        percent(PartitionType.PRIMARY, VolumeFormat.NTFS, 99),
                        percent(PartitionType.RECOVERY, VolumeFormat.NTFS, 100)),
                20 * GIB);

        assertThat(layout.partitions())
                .extracting(
                        DiskLayout.Planned::number,
                        DiskLayout.Planned::startMebibytes,
                        DiskLayout.Planned::sizeMebibytes)
                .containsExactly(
                        tuple(1, 1L, 500L), tuple(2, 501L, 128L), tuple(3, 629L, 19651L), tuple(4, 20280L, 199L));
        assertThat(20280L + 199L).isEqualTo(20 * 1024L - 1);
    }

    @Test
    void fixedSizesBehindAPercentageAreSetAsideFirst() throws Exception {
        DiskLayout layout = DiskPlanner.plan(
                PartitionStyle.MBR,
                List.of(
                        percent(PartitionType.PRIMARY, VolumeFormat.EXT4, 100),
                        fixed(PartitionType.PRIMARY, VolumeFormat.EXT4, 1024)),
                4 * GIB);

        assertThat(layout.partitions())
                .extracting(DiskLayout.Planned::sizeMebibytes)
                .containsExactly(4096L - 1 - 1024, 1024L);
    }

    @Test
    void logicalPartitionsShareTheExtendedOne() throws Exception {
        DiskLayout layout = DiskPlanner.plan(
                PartitionStyle.MBR,
                List.of(
                        fixed(PartitionType.PRIMARY, VolumeFormat.NTFS, 100),
                        percent(PartitionType.EXTENDED, VolumeFormat.NONE, 100),
                        percent(PartitionType.LOGICAL, VolumeFormat.NTFS, 50),
                        percent(PartitionType.LOGICAL, VolumeFormat.FAT32, 100)),
                1024 * MIB);

        assertThat(layout.partitions())
                .extracting(
                        DiskLayout.Planned::number,
                        DiskLayout.Planned::startMebibytes,
                        DiskLayout.Planned::sizeMebibytes)
                .containsExactly(tuple(1, 1L, 100L), tuple(2, 101L, 923L), tuple(5, 102L, 460L), tuple(6, 563L, 461L));
    }

    @Test
    void partitionsThatDoNotFitAreRefusedWithTheSizes() {
        assertThatThrownBy(() -> DiskPlanner.plan(
                        PartitionStyle.GPT,
                        List.of(
                                fixed(PartitionType.EFI, VolumeFormat.FAT32, 500),
                                fixed(PartitionType.PRIMARY, VolumeFormat.NTFS, 600)),
                        GIB))
                .isInstanceOfSatisfying(
                        StepFailedException.class, e -> assertThat(e.code()).isEqualTo("disk-too-small"))
                .hasMessageContaining("1100 MiB")
                .hasMessageContaining("1022 MiB");
    }

    @Test
    void nothingLeftForAPercentageIsRefused() {
        assertThatThrownBy(() -> DiskPlanner.plan(
                        PartitionStyle.MBR,
                        List.of(
                                percent(PartitionType.PRIMARY, VolumeFormat.NTFS, 100),
                                percent(PartitionType.PRIMARY, VolumeFormat.NTFS, 100)),
                        GIB))
                .hasMessageContaining("do not fit");
    }

    @Test
    void typesOfTheOtherStyleAreRefused() {
        assertThatThrownBy(() -> DiskPlanner.plan(
                        PartitionStyle.GPT, List.of(fixed(PartitionType.LOGICAL, VolumeFormat.NTFS, 10)), GIB))
                .hasMessageContaining("LOGICAL partition does not exist on a GPT disk");
        assertThatThrownBy(() -> DiskPlanner.plan(
                        PartitionStyle.MBR, List.of(fixed(PartitionType.MSR, VolumeFormat.NONE, 10)), GIB))
                .hasMessageContaining("MSR partition does not exist on a MBR disk");
    }

    @Test
    void mbrTakesFourPrimariesAndNoMore() {
        PartitionRequest one = fixed(PartitionType.PRIMARY, VolumeFormat.NTFS, 10);
        assertThatThrownBy(() -> DiskPlanner.plan(PartitionStyle.MBR, List.of(one, one, one, one, one), GIB))
                .hasMessageContaining("4 primary");
    }

    @Test
    void mbrEndsAtTwoTebibytes() throws Exception {
        DiskLayout layout = DiskPlanner.plan(
                PartitionStyle.MBR, List.of(percent(PartitionType.PRIMARY, VolumeFormat.NTFS, 100)), 8192 * GIB);

        assertThat(layout.partitions().getFirst().sizeMebibytes()).isEqualTo(2L * 1024 * 1024 - 1);
    }

    @Test
    void hugeSizesFromVariablesDoNotWrapAround() {
        PartitionRequest huge = new PartitionRequest(
                PartitionType.PRIMARY, VolumeFormat.NTFS, new PartitionSize.Fixed(Long.MAX_VALUE), false, true, "", "");
        assertThatThrownBy(() -> DiskPlanner.plan(PartitionStyle.GPT, List.of(huge, huge, huge), GIB))
                .hasMessageContaining("do not fit");
    }

    static PartitionRequest fixed(PartitionType type, VolumeFormat format, long mebibytes) {
        return new PartitionRequest(type, format, new PartitionSize.Fixed(mebibytes * MIB), false, true, "", "");
    }

    static PartitionRequest percent(PartitionType type, VolumeFormat format, int percent) {
        return new PartitionRequest(type, format, new PartitionSize.PercentOfRest(percent), false, true, "", "");
    }
}
