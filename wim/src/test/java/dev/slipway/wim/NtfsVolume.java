package dev.slipway.wim;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** A file with an NTFS volume in it, which wimlib captures and applies as Windows would. */
final class NtfsVolume {
    private static final long BYTES = 24 << 20;

    private NtfsVolume() {}

    static void format(Path volume) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
            file.setLength(BYTES);
        }
        must("mkntfs", "--quick", "--force", "--quiet", volume);
    }

    /** Fills a volume with what only NTFS has: streams, security descriptors, attributes, short names, reparse points. */
    static void fill(Path volume, Path mountPoint) throws IOException {
        Files.createDirectories(mountPoint);
        must("ntfs-3g", "-o", "streams_interface=windows", volume, mountPoint);
        try {
            Path windows = Files.createDirectories(mountPoint.resolve("Windows/System32"));
            Files.writeString(windows.resolve("notepad.exe"), SampleTree.text(100_000));
            Files.writeString(windows.resolve("notepad.exe:Zone.Identifier"), "[ZoneTransfer]\nZoneId=3\n");
            Files.writeString(windows.resolve("notepad.exe:second"), SampleTree.text(50_000));
            Files.createLink(windows.resolve("linked.exe"), windows.resolve("notepad.exe"));
            Files.writeString(windows.resolve("only-stream.txt"), "");
            Files.writeString(windows.resolve("only-stream.txt:hidden"), "in a stream of an empty file");
            Files.writeString(mountPoint.resolve("A long file name.text"), "short name");
            attribute(mountPoint.resolve("A long file name.text"), "system.ntfs_dos_name", "ALONGF~1.TEX");
            attribute(mountPoint.resolve("A long file name.text"), "system.ntfs_attrib_be", "0x00000023");
            attribute(windows.resolve("notepad.exe"), "system.ntfs_acl", "0x" + securityDescriptor());
            Files.writeString(mountPoint.resolve("symbolic"), "");
            attribute(mountPoint.resolve("symbolic"), "system.ntfs_reparse_data", "0x" + symlink("Windows\\System32"));
            Files.createDirectory(mountPoint.resolve("junction"));
            attribute(mountPoint.resolve("junction"), "system.ntfs_reparse_data", "0x" + junction("C:\\Windows"));
        } finally {
            must("umount", mountPoint);
        }
    }

    private static void attribute(Path file, String name, String value) {
        must("setfattr", "-h", "-n", name, "-v", value, file);
    }

    /** Owner: the system; everyone may read. Self-relative, [MS-DTYP] 2.4.6. */
    private static String securityDescriptor() {
        return "010004801400000020000000000000002c000000" // header
                + "010100000000000512000000" // owner S-1-5-18
                + "010100000000000512000000" // group S-1-5-18
                + "02001c000100000000001400a900120001010000" // one entry: allow, read and execute
                + "0000000100000000"; // S-1-1-0
    }

    private static String symlink(String target) {
        byte[] name = target.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer data = ByteBuffer.allocate(12 + 2 * name.length).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 0)
                .putShort((short) name.length)
                .putShort((short) name.length)
                .putShort((short) name.length);
        return reparse(0xa000000c, data.putInt(1).put(name).put(name).array());
    }

    private static String junction(String target) {
        byte[] name = ("\\??\\" + target).getBytes(StandardCharsets.UTF_16LE);
        byte[] shown = target.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer data =
                ByteBuffer.allocate(8 + name.length + shown.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 0).putShort((short) name.length);
        data.putShort((short) (name.length + 2)).putShort((short) shown.length);
        return reparse(
                0xa0000003,
                data.put(name)
                        .putShort((short) 0)
                        .put(shown)
                        .putShort((short) 0)
                        .array());
    }

    private static String reparse(int tag, byte[] data) {
        ByteBuffer all = ByteBuffer.allocate(8 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        all.putInt(tag).putShort((short) data.length).putShort((short) 0).put(data);
        return HexFormat.of().formatHex(all.array());
    }

    static void must(Object... command) {
        List<String> words =
                java.util.Arrays.stream(command).map(Object::toString).toList();
        Wimlib.Outcome outcome = Wimlib.execute(null, words);
        if (outcome.exitCode() != 0) {
            throw new AssertionError(
                    words + " failed (it needs the Debian packages ntfs-3g, attr and mount, and /dev/fuse): "
                            + outcome.output());
        }
    }
}
