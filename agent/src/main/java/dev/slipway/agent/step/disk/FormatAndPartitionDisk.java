package dev.slipway.agent.step.disk;

import dev.slipway.agent.step.StepTools;
import dev.slipway.agent.step.StepValues;
import dev.slipway.agent.volume.BlockDevices.BlockDevice;
import dev.slipway.sequence.Step;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.sequence.StepHandler;
import dev.slipway.sequence.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Format and Partition Disk (STEP-9). Everything on the disk is lost.
 *
 * <p>The boot environment knows no drive letters: {@code OSDPartitions…VolumeLetterVariable} receives the volume's device, such as {@code /dev/sda2}.
 * Steps that take a letter take that device too.
 */
public final class FormatAndPartitionDisk implements StepHandler {
    public static final String TYPE = "SMS_TaskSequence_PartitionDiskAction";

    private static final int MAX_DISK_INDEX = 10_000;

    private final StepTools tools;

    public FormatAndPartitionDisk(StepTools tools) {
        this.tools = tools;
    }

    @Override
    public StepResult run(Step step, StepContext context)
            throws StepFailedException, IOException, InterruptedException {
        StepValues values = new StepValues(context);
        BlockDevice disk = Disks.of(tools.volumes().devices()).get(diskIndex(values, context));
        List<PartitionRequest> requests = PartitionRequests.read(values);
        DiskLayout layout = DiskPlanner.plan(style(values), requests, disk.sizeBytes());
        context.log("Disk " + disk.path() + " of " + (disk.sizeBytes() >> 20) + " MiB gets a new " + layout.style()
                + " table with " + layout.partitions().size() + " partitions; what is on it is lost.");
        tools.stateVolume().release(disk.path());
        write(disk.path(), layout, context);
        Optional<Path> carrier = largestVolume(disk.path(), layout);
        if (carrier.isPresent()) {
            tools.stateVolume().adopt(carrier.get());
        }
        return StepResult.ok();
    }

    private static long diskIndex(StepValues values, StepContext context) throws StepFailedException {
        String variable = values.text("DiskIndexVariable");
        String name =
                !variable.isEmpty() && !context.variables().value(variable).isEmpty() ? variable : "OSDDiskIndex";
        return values.number(name, 0, MAX_DISK_INDEX, 0);
    }

    private static PartitionStyle style(StepValues values) throws StepFailedException {
        String text = values.text("OSDPartitionStyle");
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "GPT" -> PartitionStyle.GPT;
            case "MBR" -> PartitionStyle.MBR;
            default ->
                throw new StepFailedException(
                        "partition-value",
                        "OSDPartitionStyle is '" + text + "'; it must be GPT or MBR. Correct the step.");
        };
    }

    private void write(Path disk, DiskLayout layout, StepContext context)
            throws StepFailedException, IOException, InterruptedException {
        DiskWriter writer = new DiskWriter(tools.commands(), context::log);
        context.progress(5, "Partitioning " + disk);
        writer.partition(disk, layout);
        int done = 0;
        for (DiskLayout.Planned partition : layout.partitions()) {
            Path device = Disks.partition(disk, partition.number());
            context.progress(10 + 90 * done++ / layout.partitions().size(), "Formatting " + device);
            writer.format(disk, partition);
            String variable = partition.request().volumeVariable();
            if (!variable.isEmpty()) {
                context.variables().set(variable, device.toString());
                context.log(variable + " is " + device);
            }
        }
    }

    /** The volume that carries the run's state from now on. */
    private static Optional<Path> largestVolume(Path disk, DiskLayout layout) {
        return layout.partitions().stream()
                .filter(partition -> switch (partition.request().format()) {
                    case EXT4, NTFS -> partition.request().type() != PartitionType.RECOVERY;
                    case FAT32, NONE -> false;
                })
                .max(Comparator.comparingLong(DiskLayout.Planned::sizeMebibytes))
                .map(partition -> Disks.partition(disk, partition.number()));
    }
}
