package dev.slipway.agent.step.image;

import dev.slipway.agent.command.Commands;
import dev.slipway.agent.step.StepValues;
import dev.slipway.agent.step.disk.Disks;
import dev.slipway.agent.volume.BlockDevices.BlockDevice;
import dev.slipway.agent.volume.FileSystem;
import dev.slipway.agent.volume.LocalVolumes;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the volume that an image goes to: in a variable, by disk and partition, by drive letter, or the next one available.
 *
 * <p>The boot environment knows no drive letters. A variable or setting may hold a device such as {@code /dev/sda2}. Where it holds a letter, that
 * counts the volumes with a file system in the order of the disks, from {@code C:}, leaving out those for firmware, recovery and hidden ones, and {@code X:},
 * the boot environment's own.
 */
final class Destination {
    private static final String LETTERS = "CDEFGHIJKLMNOPQRSTUVWYZ";

    /** Volumes that this run has applied an image to, joined by commas. */
    static final String APPLIED = "_SlipwayAppliedVolumes";

    private final LocalVolumes volumes;
    private final Commands commands;

    Destination(LocalVolumes volumes, Commands commands) {
        this.volumes = volumes;
        this.commands = commands;
    }

    /** @param neededBytes what the image takes at least; a volume that is smaller is not available */
    LocalVolumes.Volume resolve(StepContext context, long neededBytes)
            throws StepFailedException, IOException, InterruptedException {
        StepValues values = new StepValues(context);
        LocalVolumes.Volume volume = wanted(values, context, neededBytes);
        if (volume.fileSystem() == FileSystem.FAT) {
            throw new StepFailedException(
                    "volume-file-system",
                    volume.device()
                            + " has a FAT file system, which no operating system can be applied to. Choose a volume with NTFS (Windows)"
                            + " or EXT4 (Linux).");
        }
        if (volume.sizeBytes() < neededBytes) {
            throw new StepFailedException(
                    "volume-too-small",
                    "The image needs at least " + (neededBytes >> 20) + " MiB, but " + volume.device() + " has "
                            + (volume.sizeBytes() >> 20) + " MiB. Make the partition larger.");
        }
        return volume;
    }

    private LocalVolumes.Volume wanted(StepValues values, StepContext context, long neededBytes)
            throws StepFailedException, IOException, InterruptedException {
        String variable = values.text("DestinationVariable");
        if (!variable.isEmpty()) {
            String value = context.variables().value(variable).strip();
            if (value.isEmpty()) {
                throw new StepFailedException(
                        "destination-unknown",
                        "The variable '" + variable
                                + "', which shall name the volume, is not set. Let a partition of Format and"
                                + " Partition Disk set it.");
            }
            return named(value);
        }
        if (!values.text("DestinationDisk").isEmpty()) {
            BlockDevice disk = Disks.of(volumes.devices()).get(values.number("DestinationDisk", 0, 99, 0));
            long partition = values.number("DestinationPartition", 1, 99, 1);
            return device(Disks.partition(disk.path(), (int) partition));
        }
        String drive = values.text("DestinationLogicalDrive");
        return drive.isEmpty() ? nextAvailable(context, neededBytes) : named(drive);
    }

    private LocalVolumes.Volume named(String text) throws StepFailedException, IOException, InterruptedException {
        return text.startsWith("/") ? device(Path.of(text)) : letter(text);
    }

    private LocalVolumes.Volume device(Path device) throws StepFailedException, IOException {
        Path real = Files.exists(device) ? device.toRealPath() : device;
        return volumes.list().stream()
                .filter(volume -> volume.device().equals(real))
                .findFirst()
                .orElseThrow(() -> unknown("'" + device + "' is no formatted volume of a fixed disk."));
    }

    private LocalVolumes.Volume letter(String text) throws StepFailedException, IOException, InterruptedException {
        List<LocalVolumes.Volume> ordinary = ordinary();
        int position = text.matches("[A-Za-z]:?\\\\?") ? LETTERS.indexOf(Character.toUpperCase(text.charAt(0))) : -1;
        if (position >= 0 && position < ordinary.size()) {
            return ordinary.get(position);
        }
        throw unknown("'" + text + "' is no volume of this machine. It has "
                + ordinary.stream()
                        .map(v -> LETTERS.charAt(ordinary.indexOf(v)) + ": = " + v.device())
                        .collect(Collectors.joining(", "))
                + ".");
    }

    private LocalVolumes.Volume nextAvailable(StepContext context, long neededBytes)
            throws StepFailedException, IOException, InterruptedException {
        List<String> applied = Arrays.asList(context.variables().value(APPLIED).split(","));
        Optional<LocalVolumes.Volume> next = ordinary().stream()
                .filter(volume -> !applied.contains(volume.device().toString()))
                .filter(volume -> volume.sizeBytes() >= neededBytes)
                .findFirst();
        return next.orElseThrow(
                () -> unknown("No volume with NTFS or EXT4 of at least " + (neededBytes >> 20) + " MiB is free."));
    }

    /** Volumes that would have letters. */
    private List<LocalVolumes.Volume> ordinary() throws IOException, InterruptedException {
        List<LocalVolumes.Volume> found = volumes.list();
        List<LocalVolumes.Volume> ordinary = new ArrayList<>();
        for (BlockDevice disk : Disks.of(volumes.devices()).all()) {
            Optional<DiskTable> table = DiskTable.read(disk.path(), commands);
            for (BlockDevice partition : disk.partitions()) {
                found.stream()
                        .filter(volume -> volume.device().equals(partition.path()))
                        .filter(volume -> volume.fileSystem() != FileSystem.FAT)
                        .filter(volume -> table.isEmpty() || table.get().isOrdinary(volume.device()))
                        .forEach(ordinary::add);
            }
        }
        return ordinary;
    }

    private static StepFailedException unknown(String message) {
        return new StepFailedException(
                "destination-unknown", message + " Partition the disk first, or correct the step's destination.");
    }
}
