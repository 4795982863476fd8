package dev.slipway.agent.step.disk;

import java.util.Locale;
import java.util.Optional;

/** The file system that a partition gets. */
public enum VolumeFormat {
    NTFS(32),
    FAT32(11),
    /** For Linux targets; of our own, ConfigMgr has none. */
    EXT4(16),
    NONE(0);

    private final int labelLimit;

    VolumeFormat(int labelLimit) {
        this.labelLimit = labelLimit;
    }

    /** Characters that a volume's name may have. */
    int labelLimit() {
        return labelLimit;
    }

    /** @return empty for a word that is no file system; absent and {@code None} are {@link #NONE} */
    static Optional<VolumeFormat> of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "ntfs" -> Optional.of(NTFS);
            case "fat32" -> Optional.of(FAT32);
            case "ext4" -> Optional.of(EXT4);
            case "", "none", "raw" -> Optional.of(NONE);
            default -> Optional.empty();
        };
    }
}
