package dev.slipway.agent.step.disk;

import java.util.Locale;
import java.util.Optional;

/** What a partition is for, in the words of Format and Partition Disk. */
public enum PartitionType {
    PRIMARY,
    /** The firmware's system partition. */
    EFI,
    /** Microsoft's reserved partition; it never has a file system. */
    MSR,
    RECOVERY,
    HIDDEN,
    /** Holds the logical partitions that follow it; MBR only. */
    EXTENDED,
    /** Inside the extended partition; MBR only. */
    LOGICAL,
    /** Room for GRUB's core image on a GPT disk that a BIOS starts; of our own, ConfigMgr has none. */
    BIOS_BOOT;

    /** @return empty for a word that is no type */
    static Optional<PartitionType> of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "primary" -> Optional.of(PRIMARY);
            case "efi" -> Optional.of(EFI);
            case "msr" -> Optional.of(MSR);
            case "recovery" -> Optional.of(RECOVERY);
            case "hidden" -> Optional.of(HIDDEN);
            case "extended" -> Optional.of(EXTENDED);
            case "logical" -> Optional.of(LOGICAL);
            case "biosboot" -> Optional.of(BIOS_BOOT);
            default -> Optional.empty();
        };
    }

    boolean exists(PartitionStyle style) {
        return switch (this) {
            case PRIMARY, EFI, RECOVERY, HIDDEN -> true;
            case MSR, BIOS_BOOT -> style == PartitionStyle.GPT;
            case EXTENDED, LOGICAL -> style == PartitionStyle.MBR;
        };
    }

    boolean mayHaveFileSystem() {
        return switch (this) {
            case PRIMARY, EFI, RECOVERY, HIDDEN, LOGICAL -> true;
            case MSR, EXTENDED, BIOS_BOOT -> false;
        };
    }
}
