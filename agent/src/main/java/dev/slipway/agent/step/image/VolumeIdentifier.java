package dev.slipway.agent.step.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Locale;

/** The identifier by which Linux finds a volume ({@code UUID=} in fstab), read from its superblock. */
final class VolumeIdentifier {
    // ext4 disk layout: superblock at 1024, s_uuid at 0x68 in it.
    private static final int EXT_UUID = 1024 + 0x68;
    // FAT32 boot sector: volume serial number at 67, little endian.
    private static final int FAT32_SERIAL = 67;

    private VolumeIdentifier() {}

    static String ofExt(Path device) throws IOException {
        HexFormat hex = HexFormat.of();
        byte[] uuid = read(device, EXT_UUID, 16).array();
        return hex.formatHex(uuid, 0, 4) + "-" + hex.formatHex(uuid, 4, 6) + "-" + hex.formatHex(uuid, 6, 8) + "-"
                + hex.formatHex(uuid, 8, 10) + "-" + hex.formatHex(uuid, 10, 16);
    }

    static String ofFat32(Path device) throws IOException {
        int serial =
                read(device, FAT32_SERIAL, 4).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        return String.format(Locale.ROOT, "%04X-%04X", serial >>> 16, serial & 0xFFFF);
    }

    private static ByteBuffer read(Path device, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(device, StandardOpenOption.READ)) {
            channel.position(offset);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    throw new IOException(device + " ends within its superblock");
                }
            }
        }
        return buffer;
    }
}
