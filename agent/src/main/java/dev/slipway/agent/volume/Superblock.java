package dev.slipway.agent.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the first sectors of a volume say of its file system.
 *
 * @param label empty for NTFS, which keeps its label in a file
 */
public record Superblock(FileSystem fileSystem, String label) {
    private static final int LENGTH = 4096;
    private static final int EXT_OFFSET = 1024;

    /** @return empty when no known file system begins here */
    public static Optional<Superblock> read(Path device) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    return Optional.empty();
                }
            }
        }
        return of(buffer.array());
    }

    private static Optional<Superblock> of(byte[] start) {
        ByteBuffer bytes = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        // ext4 disk layout: the superblock lies at 1024, s_magic at 0x38, s_volume_name at 0x78.
        if ((bytes.getShort(EXT_OFFSET + 0x38) & 0xFFFF) == 0xEF53) {
            return Optional.of(new Superblock(FileSystem.EXT, text(start, EXT_OFFSET + 0x78, 16)));
        }
        if ((bytes.getShort(510) & 0xFFFF) != 0xAA55) {
            return Optional.empty();
        }
        if (text(start, 3, 8).equals("NTFS")) {
            return Optional.of(new Superblock(FileSystem.NTFS, ""));
        }
        // FAT: the type's name is at 82 (FAT32) or 54 (FAT12, FAT16), the label 11 bytes before it.
        if (text(start, 82, 8).equals("FAT32")) {
            return Optional.of(new Superblock(FileSystem.FAT, text(start, 71, 11)));
        }
        if (text(start, 54, 8).startsWith("FAT1")) {
            return Optional.of(new Superblock(FileSystem.FAT, text(start, 43, 11)));
        }
        return Optional.empty();
    }

    private static String text(byte[] bytes, int offset, int length) {
        String text = new String(Arrays.copyOfRange(bytes, offset, offset + length), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return (end < 0 ? text : text.substring(0, end)).strip();
    }
}
