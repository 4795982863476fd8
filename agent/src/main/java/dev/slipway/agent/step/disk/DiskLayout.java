package dev.slipway.agent.step.disk;

import java.util.List;
import java.util.Locale;

/**
 * A disk's partitions with their places, all multiples of 1 MiB.
 *
 * @param partitions in the order of the disk
 */
public record DiskLayout(PartitionStyle style, List<Planned> partitions) {
    /**
     * A partition with its place.
     *
     * @param number of the partition, from 1; logical ones from 5
     * @param startMebibytes from the start of the disk
     * @param sizeMebibytes at least 1
     */
    public record Planned(int number, long startMebibytes, long sizeMebibytes, PartitionRequest request) {}

    // UEFI 2.10 table 5.7, Microsoft's and the Discoverable Partitions Specification's type GUIDs
    private static final String EFI_SYSTEM = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";
    private static final String MICROSOFT_RESERVED = "E3C9E316-0B5C-4DB8-817D-F92DF00215AE";
    private static final String BASIC_DATA = "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7";
    private static final String WINDOWS_RECOVERY = "DE94BBA4-06D1-4D40-A16A-BFD50179D6AC";
    private static final String LINUX_ROOT_X86_64 = "4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709";
    private static final String LINUX_DATA = "0FC63DAF-8483-4772-8E79-3D69D8477DE4";
    private static final String BIOS_BOOT = "21686148-6449-6E6F-744E-656564454649";

    public DiskLayout {
        partitions = List.copyOf(partitions);
    }

    /** Returns the layout as sfdisk reads it. */
    public String sfdiskScript() {
        StringBuilder script = new StringBuilder("label: ")
                .append(style == PartitionStyle.GPT ? "gpt" : "dos")
                .append('\n');
        for (Planned partition : partitions) {
            script.append(partition.number())
                    .append(" : start=")
                    .append(partition.startMebibytes())
                    .append("MiB, size=")
                    .append(partition.sizeMebibytes())
                    .append("MiB, ");
            switch (style) {
                case GPT -> appendGpt(script, partition);
                case MBR -> appendMbr(script, partition.request());
            }
            script.append('\n');
        }
        return script.toString();
    }

    private void appendGpt(StringBuilder script, Planned partition) {
        PartitionRequest request = partition.request();
        script.append("type=").append(gptType(partition));
        switch (request.type()) {
            // Bit 0: the system needs it; bit 63 of basic data types: no drive letter.
            case RECOVERY -> script.append(", name=\"Recovery\", attrs=\"RequiredPartition GUID:63\"");
            // Bit 62 of basic data types: hidden.
            case HIDDEN -> script.append(", attrs=\"GUID:62 GUID:63\"");
            case EFI -> script.append(", name=\"EFI system partition\"");
            case MSR -> script.append(", name=\"Microsoft reserved partition\"");
            case PRIMARY, BIOS_BOOT, EXTENDED, LOGICAL -> {
                // Nothing besides the type.
            }
        }
    }

    private String gptType(Planned partition) {
        PartitionRequest request = partition.request();
        return switch (request.type()) {
            case EFI -> EFI_SYSTEM;
            case MSR -> MICROSOFT_RESERVED;
            case RECOVERY -> WINDOWS_RECOVERY;
            case BIOS_BOOT -> BIOS_BOOT;
            case HIDDEN -> BASIC_DATA;
            case PRIMARY, EXTENDED, LOGICAL -> {
                if (request.format() != VolumeFormat.EXT4) {
                    yield BASIC_DATA;
                }
                yield isFirstExt4(partition) ? LINUX_ROOT_X86_64 : LINUX_DATA;
            }
        };
    }

    /** systemd mounts a partition of the root type by itself, so only one may have it. */
    private boolean isFirstExt4(Planned partition) {
        return partitions.stream()
                .filter(other -> other.request().format() == VolumeFormat.EXT4)
                .findFirst()
                .filter(partition::equals)
                .isPresent();
    }

    private static void appendMbr(StringBuilder script, PartitionRequest request) {
        script.append("type=").append(String.format(Locale.ROOT, "%x", mbrType(request)));
        if (request.bootable()) {
            script.append(", bootable");
        }
    }

    private static int mbrType(PartitionRequest request) {
        return switch (request.type()) {
            case EFI -> 0xEF;
            case EXTENDED -> 0x0F;
            case RECOVERY -> 0x27;
            case HIDDEN -> request.format() == VolumeFormat.FAT32 ? 0x1C : 0x17;
            case PRIMARY, LOGICAL, MSR, BIOS_BOOT ->
                switch (request.format()) {
                    case FAT32 -> 0x0C;
                    case EXT4 -> 0x83;
                    case NTFS, NONE -> 0x07;
                };
        };
    }
}
