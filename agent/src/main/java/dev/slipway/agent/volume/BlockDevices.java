package dev.slipway.agent.volume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The disks that the kernel knows, from sysfs. */
public final class BlockDevices {
    private static final long SECTOR_BYTES = 512;
    private final Path sys;
    private final Path dev;

    public BlockDevices() {
        this(Path.of("/sys"), Path.of("/dev"));
    }

    /** @param sys what the kernel tells, usually /sys @param dev where the device files are, usually /dev */
    public BlockDevices(Path sys, Path dev) {
        this.sys = sys;
        this.dev = dev;
    }

    /**
     * A disk or one of its partitions.
     *
     * @param number {@code major:minor}
     * @param sizeBytes size in bytes
     */
    public record BlockDevice(Path path, String number, long sizeBytes, List<BlockDevice> partitions) {
        public BlockDevice {
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * Disks fixed in the machine, in the kernel's order of names. Left out are read-only and removable ones, USB disks, optical
     * drives and everything without a device behind it (loop, RAM, device mapper), for no state may go there (ENG-9).
     */
    public List<BlockDevice> fixedDisks() throws IOException {
        List<BlockDevice> disks = new ArrayList<>();
        for (Path folder : folders(sys.resolve("block"))) {
            if (isFixedDisk(folder)) {
                disks.add(read(folder));
            }
        }
        return disks;
    }

    /** The disk or partition with this device file, fixed or not. */
    public Optional<BlockDevice> find(Path device) throws IOException {
        Path real = Files.exists(device) ? device.toRealPath() : device;
        for (Path folder : folders(sys.resolve("block"))) {
            BlockDevice disk = read(folder);
            if (disk.path().equals(real)) {
                return Optional.of(disk);
            }
            for (BlockDevice partition : disk.partitions()) {
                if (partition.path().equals(real)) {
                    return Optional.of(partition);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isFixedDisk(Path folder) throws IOException {
        Path device = folder.resolve("device");
        return Files.exists(device)
                && !folder.getFileName().toString().startsWith("sr")
                && !"1".equals(value(folder.resolve("ro")))
                && !"1".equals(value(folder.resolve("removable")))
                && !device.toRealPath().toString().contains("/usb")
                && !"0".equals(value(folder.resolve("size")));
    }

    private BlockDevice read(Path folder) throws IOException {
        List<BlockDevice> partitions = new ArrayList<>();
        for (Path inner : folders(folder)) {
            if (Files.exists(inner.resolve("partition"))) {
                partitions.add(device(inner, List.of()));
            }
        }
        partitions.sort((a, b) -> Integer.compare(partitionNumber(folder, a), partitionNumber(folder, b)));
        return device(folder, partitions);
    }

    private int partitionNumber(Path disk, BlockDevice partition) {
        try {
            return Integer.parseInt(
                    value(disk.resolve(partition.path().getFileName()).resolve("partition")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BlockDevice device(Path folder, List<BlockDevice> partitions) throws IOException {
        // The kernel writes a slash in a device's name as an exclamation mark.
        Path file = dev.resolve(folder.getFileName().toString().replace('!', '/'));
        long sectors = Long.parseLong(value(folder.resolve("size")));
        return new BlockDevice(file, value(folder.resolve("dev")), sectors * SECTOR_BYTES, partitions);
    }

    private static String value(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }
}
