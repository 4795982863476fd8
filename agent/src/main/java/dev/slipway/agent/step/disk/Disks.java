package dev.slipway.agent.step.disk;

import dev.slipway.agent.volume.BlockDevices;
import dev.slipway.agent.volume.BlockDevices.BlockDevice;
import dev.slipway.sequence.StepFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Numbers the machine's fixed disks from 0 as {@code OSDDiskIndex} means it: by their kind (NVMe, SATA and SCSI, virtio, eMMC), then by name with
 * numbers counted as numbers, so that {@code nvme2n1} comes before {@code nvme10n1} and {@code sdz} before {@code sdaa}.
 */
public final class Disks {
    private static final List<String> KINDS = List.of("nvme", "sd", "vd", "xvd", "mmcblk");
    private static final Pattern NAME = Pattern.compile("([a-z]+)(\\d*)(.*)");

    private final List<BlockDevice> ordered;

    private Disks(List<BlockDevice> ordered) {
        this.ordered = ordered;
    }

    /** Looks which disks the machine has now. */
    public static Disks of(BlockDevices devices) throws IOException {
        return of(devices.fixedDisks());
    }

    static Disks of(List<BlockDevice> found) {
        return new Disks(found.stream()
                .sorted(Comparator.comparingInt((BlockDevice disk) -> kind(disk.path()))
                        .thenComparing(disk -> letters(disk.path()).length())
                        .thenComparing(disk -> letters(disk.path()))
                        .thenComparingLong(disk -> number(disk.path()))
                        .thenComparing(BlockDevice::path))
                .toList());
    }

    private static int kind(Path path) {
        String name = path.getFileName().toString();
        for (int i = 0; i < KINDS.size(); i++) {
            if (name.startsWith(KINDS.get(i))) {
                return i;
            }
        }
        return KINDS.size();
    }

    private static String letters(Path path) {
        Matcher matcher = NAME.matcher(path.getFileName().toString());
        return matcher.matches() ? matcher.group(1) : "";
    }

    private static long number(Path path) {
        Matcher matcher = NAME.matcher(path.getFileName().toString());
        String digits = matcher.matches() ? matcher.group(2) : "";
        return digits.isEmpty() || digits.length() > 9 ? 0 : Long.parseLong(digits);
    }

    public List<BlockDevice> all() {
        return ordered;
    }

    /** @throws StepFailedException {@code disk-not-found} naming the disks that there are */
    public BlockDevice get(long index) throws StepFailedException {
        if (index >= 0 && index < ordered.size()) {
            return ordered.get((int) index);
        }
        throw new StepFailedException(
                "disk-not-found",
                "This machine has no fixed disk " + index + ". " + describe()
                        + " Check the cabling, the controller's mode and the boot image's drivers, or correct OSDDiskIndex.");
    }

    private String describe() {
        if (ordered.isEmpty()) {
            return "The boot environment sees no fixed disk at all.";
        }
        return "It has "
                + ordered.stream()
                        .map(disk ->
                                ordered.indexOf(disk) + " = " + disk.path() + " (" + (disk.sizeBytes() >> 20) + " MiB)")
                        .collect(Collectors.joining(", "))
                + ".";
    }

    /** Returns the device of a disk's partition: a digit at the end of the disk's name is followed by {@code p}. */
    public static Path partition(Path disk, int number) {
        String name = disk.getFileName().toString();
        String separator = Character.isDigit(name.charAt(name.length() - 1)) ? "p" : "";
        return disk.resolveSibling(name + separator + number);
    }
}
