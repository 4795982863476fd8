package dev.slipway.agent.step.image;

import dev.slipway.agent.command.Command;
import dev.slipway.agent.command.Commands;
import dev.slipway.agent.step.disk.Disks;
import dev.slipway.agent.volume.BlockDevices;
import dev.slipway.agent.volume.BlockDevices.BlockDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A disk's partition table, as sfdisk tells it.
 *
 * @param label {@code gpt} or {@code dos}
 */
record DiskTable(Path disk, String label, List<Entry> entries) {
    /** @param type a GUID in upper case on GPT, a hexadecimal byte in lower case on MBR */
    record Entry(int number, Path device, String type) {}

    private static final String EFI_SYSTEM = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";
    private static final String EFI_SYSTEM_MBR = "ef";
    private static final List<String> RESERVED_TYPES = List.of(
            EFI_SYSTEM,
            EFI_SYSTEM_MBR,
            "27",
            "17",
            "1c",
            "E3C9E316-0B5C-4DB8-817D-F92DF00215AE",
            "DE94BBA4-06D1-4D40-A16A-BFD50179D6AC",
            "21686148-6449-6E6F-744E-656564454649");

    private static final Pattern LABEL = Pattern.compile("label: (\\w+)");
    private static final Pattern PARTITION = Pattern.compile("(\\S+) : .*?type=([0-9A-Fa-f-]+).*");

    DiskTable {
        entries = List.copyOf(entries);
    }

    /** @return empty when the disk has no partition table */
    static Optional<DiskTable> read(Path disk, Commands commands) throws IOException, InterruptedException {
        var dump = commands.run(Command.of("sfdisk", "--dump", disk.toString()), line -> {});
        return dump.succeeded() ? parse(disk, dump.lastLines()) : Optional.empty();
    }

    static Optional<DiskTable> parse(Path disk, List<String> lines) {
        Optional<String> label = Optional.empty();
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            Matcher labelled = LABEL.matcher(line);
            Matcher partition = PARTITION.matcher(line);
            if (labelled.matches()) {
                label = Optional.of(labelled.group(1));
            } else if (partition.matches()) {
                Path device = Path.of(partition.group(1));
                number(disk, device).ifPresent(n -> entries.add(new Entry(n, device, normalized(partition.group(2)))));
            }
        }
        return label.map(l -> new DiskTable(disk, l, entries));
    }

    private static Optional<Integer> number(Path disk, Path device) {
        for (int number = 1; number <= 128; number++) {
            if (Disks.partition(disk, number).getFileName().equals(device.getFileName())) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }

    private static String normalized(String type) {
        return type.length() > 2 ? type.toUpperCase(Locale.ROOT) : type.toLowerCase(Locale.ROOT);
    }

    /** Finds the disk with this partition and reads its table. */
    static Optional<DiskTable> around(Path partition, BlockDevices devices, Commands commands)
            throws IOException, InterruptedException {
        for (BlockDevice disk : devices.fixedDisks()) {
            if (disk.partitions().stream().anyMatch(p -> p.path().equals(partition))) {
                return read(disk.path(), commands);
            }
        }
        return Optional.empty();
    }

    Optional<Entry> efiSystemPartition() {
        return entries.stream()
                .filter(e -> e.type().equals(EFI_SYSTEM) || e.type().equals(EFI_SYSTEM_MBR))
                .findFirst();
    }

    /** Whether a partition is for an operating system or data: not for firmware, recovery, or hidden. */
    boolean isOrdinary(Path device) {
        return entries.stream()
                .filter(e -> e.device().getFileName().equals(device.getFileName()))
                .noneMatch(e -> RESERVED_TYPES.contains(e.type()));
    }
}
