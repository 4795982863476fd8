package dev.slipway.wim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a symbolic link or junction leads. A WIM holds the reparse data without its eight-byte head, [MS-FSCC] 2.1.2.4
 * and 2.1.2.5.
 *
 * @param target as Windows shows it, with backslashes
 * @param relative true if the target is meant from the link's own folder
 */
public record ReparsePoint(String target, boolean relative) {
    private static final int FLAG_RELATIVE = 1;

    /** Largest reparse data that Windows allows, in bytes. */
    public static final int MAX_BYTES = 16384;

    /** Empty if the tag is not that of a symbolic link or junction, or the data does not fit it. */
    public static Optional<ReparsePoint> parse(int tag, byte[] data) {
        boolean symlink = tag == Dentry.REPARSE_SYMLINK;
        int head = symlink ? 12 : 8;
        if ((!symlink && tag != Dentry.REPARSE_MOUNT_POINT) || data.length < head) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int substituteAt = head + (buffer.getShort(0) & 0xffff);
        int substituteBytes = buffer.getShort(2) & 0xffff;
        if (substituteAt + substituteBytes > data.length || (substituteBytes & 1) != 0) {
            return Optional.empty();
        }
        String target = new String(data, substituteAt, substituteBytes, StandardCharsets.UTF_16LE);
        boolean relative = symlink && (buffer.getInt(8) & FLAG_RELATIVE) != 0;
        return Optional.of(new ReparsePoint(target, relative));
    }

    /** The target as a path of a POSIX system: slashes, and an absolute one without drive letter. */
    public String posixTarget() {
        String path = target;
        if (!relative) {
            if (path.startsWith("\\??\\") || path.startsWith("\\\\?\\")) {
                path = path.substring(4);
            }
            if (path.length() >= 2 && path.charAt(1) == ':') {
                path = path.substring(2);
            }
        }
        return path.replace('\\', '/');
    }
}
