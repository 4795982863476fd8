package dev.slipway.wim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Owner, group and mode of a file that came from a UNIX file system, an extension of wimlib.
 *
 * @param mode type and permissions as in {@code stat}
 * @param deviceNumber of a device file
 */
public record UnixData(int userId, int groupId, int mode, int deviceNumber) {
    private static final int TAG = 0x337d_d873;
    private static final int BYTES = 16;
    private static final int ITEM_HEAD = 8;
    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int SYMBOLIC_LINK = 0120000;

    /** False for devices, pipes and sockets. */
    public boolean isFileFolderOrLink() {
        int type = mode & TYPE;
        return type == REGULAR || type == DIRECTORY || type == SYMBOLIC_LINK;
    }

    /** Tagged items follow each other, each with its tag, its length, and data that ends at a multiple of eight bytes. */
    static Optional<UnixData> find(byte[] taggedItems) {
        ByteBuffer items = ByteBuffer.wrap(taggedItems).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at <= taggedItems.length - ITEM_HEAD) {
            long length = (items.getInt(at + 4) & 0xffff_ffffL) + 7 & ~7L;
            int data = at + ITEM_HEAD;
            if (length > taggedItems.length - data) {
                return Optional.empty();
            }
            if (items.getInt(at) == TAG && length >= BYTES) {
                return Optional.of(new UnixData(
                        items.getInt(data), items.getInt(data + 4), items.getInt(data + 8), items.getInt(data + 12)));
            }
            at = data + (int) length;
        }
        return Optional.empty();
    }
}
