package dev.slipway.agent.step.disk;

import dev.slipway.agent.step.StepValues;
import dev.slipway.sequence.StepFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the array {@code OSDPartitions0…} of a Format and Partition Disk step. */
final class PartitionRequests {
    private static final int MAX_PARTITIONS = 128;
    private static final long MEBIBYTE = 1L << 20;
    private static final long MAX_FIXED = 1L << 50;

    private final StepValues values;

    private PartitionRequests(StepValues values) {
        this.values = values;
    }

    /** @throws StepFailedException {@code partition-value} when a value makes no sense; the message names the property */
    static List<PartitionRequest> read(StepValues values) throws StepFailedException {
        PartitionRequests reader = new PartitionRequests(values);
        // MDT files and variables may lack the count; then the array ends where no type is given.
        long count = values.number("OSDPartitions", 0, MAX_PARTITIONS, MAX_PARTITIONS);
        List<PartitionRequest> requests = new ArrayList<>();
        for (int i = 0; i < count && !values.text("OSDPartitions" + i + "Type").isEmpty(); i++) {
            requests.add(reader.request("OSDPartitions" + i));
        }
        return requests;
    }

    private PartitionRequest request(String prefix) throws StepFailedException {
        String typeText = values.text(prefix + "Type");
        PartitionType type = PartitionType.of(typeText)
                .orElseThrow(() -> wrong(
                        prefix + "Type",
                        typeText,
                        "Primary, EFI, MSR, Recovery, Hidden, Extended, Logical or BIOSBoot"));
        return new PartitionRequest(
                type,
                format(prefix + "FileSystem", type),
                size(prefix),
                values.flag(prefix + "Bootable"),
                !values.text(prefix + "QuickFormat").equalsIgnoreCase("false"),
                values.text(prefix + "VolumeName"),
                values.text(prefix + "VolumeLetterVariable"));
    }

    private VolumeFormat format(String name, PartitionType type) throws StepFailedException {
        String text = values.text(name);
        VolumeFormat format = VolumeFormat.of(text).orElseThrow(() -> wrong(name, text, "NTFS, FAT32, EXT4 or None"));
        // MDT writes NTFS even for MSR.
        return type.mayHaveFileSystem() ? format : VolumeFormat.NONE;
    }

    private PartitionSize size(String prefix) throws StepFailedException {
        String text = values.text(prefix + "Size");
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong(prefix + "Size", text, "a whole number");
        }
        String units = values.text(prefix + "SizeUnits").toLowerCase(Locale.ROOT);
        return switch (units) {
            case "mb", "" -> fixed(prefix, number, MEBIBYTE);
            case "gb" -> fixed(prefix, number, 1024 * MEBIBYTE);
            case "percent", "%" -> {
                if (number < 1 || number > 100) {
                    throw wrong(prefix + "Size", text, "a percentage from 1 to 100");
                }
                yield new PartitionSize.PercentOfRest((int) number);
            }
            default -> throw wrong(prefix + "SizeUnits", units, "MB, GB, Percent or %");
        };
    }

    private static PartitionSize fixed(String prefix, long number, long unit) throws StepFailedException {
        if (number < 1 || number > MAX_FIXED / unit) {
            throw wrong(prefix + "Size", Long.toString(number), "a size above 0 and below a pebibyte");
        }
        return new PartitionSize.Fixed(number * unit);
    }

    private static StepFailedException wrong(String name, String value, String wanted) {
        return new StepFailedException(
                "partition-value",
                name + " is '" + value + "'; it must be " + wanted + ". Correct the step or the variable.");
    }
}
