package dev.slipway.agent.volume;

/** File systems that the agent can mount. */
public enum FileSystem {
    /** ext2, ext3 and ext4: one driver mounts all of them. */
    EXT,
    NTFS,
    /** FAT12, FAT16 and FAT32. */
    FAT
}
