package dev.slipway.agent.wim;

import java.util.Set;

/** How libwim writes an image to its target. */
public enum ExtractOption {
    /** The target is a device or file with an NTFS file system that is not mounted; libwim writes it itself. */
    NTFS_VOLUME(0x1),
    /** Restore owner, group, mode, device nodes and extended attributes of a Linux image. */
    UNIX_DATA(0x20),
    /** Fail instead of warning when a security descriptor or an owner cannot be set. */
    STRICT_ACCESS_CONTROL(0x80);

    private final int flag;

    ExtractOption(int flag) {
        this.flag = flag;
    }

    static int flags(Set<ExtractOption> options) {
        int flags = 0;
        for (ExtractOption option : options) {
            flags |= option.flag;
        }
        return flags;
    }
}
