package dev.slipway.acceptance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A WIM that looks like Windows from outside and holds not a byte of it: captured from an NTFS volume with security descriptors,
 * short names, hard links, junctions, named streams, attributes and odd times. Two indexes, Home and Professional.
 */
public record WindowsShapedSample(Path folder) {
    private static final HexFormat HEX = HexFormat.of();
    private static final int FILES_PER_FOLDER = 60;

    /** @return the WIM; made on the first call. Needs root, for mounting the volume. */
    public Path wim() throws IOException, InterruptedException {
        Path wim = folder.resolve("windows-shaped.wim");
        if (Files.exists(wim)) {
            return wim;
        }
        Files.createDirectories(folder);
        Shell shell = new Shell(folder.resolve("windows-shaped.log"));
        Path volume = folder.resolve("windows-shaped.ntfs");
        Path mount = Files.createTempDirectory(folder, "ntfs");
        Path unfinished = folder.resolve("windows-shaped.wim.part");
        Files.deleteIfExists(unfinished);
        try {
            for (String edition : List.of("Home", "Professional")) {
                format(shell, volume);
                mounted(shell, volume, mount, () -> fill(shell, mount, edition));
                capture(shell, volume, unfinished, edition);
            }
        } finally {
            Files.deleteIfExists(mount);
        }
        Files.move(unfinished, wim, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(volume);
        return wim;
    }

    private static void format(Shell shell, Path volume) throws IOException, InterruptedException {
        Files.deleteIfExists(volume);
        shell.run(Duration.ofMinutes(1), "truncate", "-s", "400M", volume.toString());
        shell.run(Duration.ofMinutes(1), "mkntfs", "-F", "-q", "-Q", "-L", "Windows", volume.toString());
    }

    private interface Filling {
        void run() throws IOException, InterruptedException;
    }

    private static void mounted(Shell shell, Path volume, Path mount, Filling filling)
            throws IOException, InterruptedException {
        shell.run(
                Duration.ofMinutes(1),
                "ntfs-3g",
                "-o",
                "streams_interface=windows,efs_raw",
                volume.toString(),
                mount.toString());
        try {
            filling.run();
        } finally {
            shell.run(Duration.ofMinutes(2), "umount", mount.toString());
        }
    }

    private static void capture(Shell shell, Path volume, Path wim, String edition)
            throws IOException, InterruptedException {
        shell.run(
                Duration.ofMinutes(5),
                "wimlib-imagex",
                Files.exists(wim) ? "append" : "capture",
                volume.toString(),
                wim.toString(),
                "Sample " + edition,
                "Windows-shaped sample, edition " + edition,
                "--compress=LZX:20",
                "--check");
        String index = edition.equals("Home") ? "1" : "2";
        for (String property : List.of(
                "WINDOWS/ARCH=9",
                "WINDOWS/PRODUCTNAME=Sample® Operating System",
                "WINDOWS/EDITIONID=" + (edition.equals("Home") ? "Core" : edition),
                "WINDOWS/INSTALLATIONTYPE=Client",
                "WINDOWS/PRODUCTTYPE=WinNT",
                "WINDOWS/LANGUAGES/LANGUAGE=en-US",
                "WINDOWS/LANGUAGES/DEFAULT=en-US",
                "WINDOWS/VERSION/MAJOR=10",
                "WINDOWS/VERSION/MINOR=0",
                "WINDOWS/VERSION/BUILD=22631",
                "WINDOWS/VERSION/SPBUILD=3007",
                "WINDOWS/SYSTEMROOT=WINDOWS",
                "FLAGS=" + (edition.equals("Home") ? "Core" : edition))) {
            shell.run(
                    Duration.ofMinutes(1),
                    "wimlib-imagex",
                    "info",
                    wim.toString(),
                    index,
                    "--image-property",
                    property);
        }
    }

    private static void fill(Shell shell, Path root, String edition) throws IOException, InterruptedException {
        Random random = new Random(edition.hashCode());
        StringBuilder attributes = new StringBuilder();
        List<String> folders = List.of(
                "Windows/System32",
                "Windows/System32/drivers",
                "Windows/System32/config",
                "Windows/SysWOW64",
                "Windows/Fonts",
                "Windows/WinSxS/amd64_sample-component_31bf3856ad364e35_10.0.22631.3007_none_0123456789abcdef",
                "Windows/Boot/EFI",
                "Windows/Panther",
                "Program Files/Common Files",
                "Program Files (x86)/Sample Program",
                "ProgramData/Sample Data",
                "Users/Default/AppData/Local",
                "Users/Public/Documents",
                "PerfLogs");
        Files.createDirectories(root.resolve("Windows/Tiefe/" + "ordner-mit-langem-namen/".repeat(12)));
        for (String name : folders) {
            Path directory = Files.createDirectories(root.resolve(name));
            for (int i = 0; i < FILES_PER_FOLDER; i++) {
                file(root, directory.resolve(fileName(name, i)), i, random, attributes);
            }
        }
        Files.writeString(root.resolve("Windows/System32/edition.txt"), edition + "\n");
        special(root, attributes);
        shell.run(Duration.ofMinutes(2), attributes.toString(), List.of("setfattr", "-h", "--restore=-"));
    }

    private static String fileName(String directory, int i) {
        return switch (i % 6) {
            case 0 -> "sample-component-" + i + ".dll";
            case 1 -> "Long file name with spaces number " + i + ".exe";
            case 2 -> "résumé-ünïcödé-" + i + ".txt";
            case 3 -> "SHORT" + i + ".SYS";
            case 4 -> "x".repeat(Math.min(200, 20 + 3 * i)) + i + ".mui";
            default -> Integer.toHexString(directory.hashCode()) + "-" + i + ".dat";
        };
    }

    private static void file(Path root, Path file, int i, Random random, StringBuilder attributes) throws IOException {
        Files.write(file, content(i, random));
        Path relative = root.resolve(file);
        if (i % 5 == 0) {
            attribute(attributes, relative, "system.ntfs_acl", descriptor(i % 4));
        }
        if (i % 7 == 0) {
            // READONLY, HIDDEN, SYSTEM, ARCHIVE, NOT_CONTENT_INDEXED in turn.
            int[] flags = {0x1, 0x2, 0x4, 0x20, 0x2000, 0x26};
            attribute(
                    attributes,
                    relative,
                    "system.ntfs_attrib",
                    little(4).putInt(flags[i / 7 % flags.length]).array());
        }
        if (i % 6 == 1) {
            attribute(
                    attributes,
                    relative,
                    "system.ntfs_dos_name",
                    ("LONG" + i + "~1").getBytes(StandardCharsets.US_ASCII));
        }
        if (i % 11 == 0) {
            Files.writeString(Path.of(file + ":Zone.Identifier"), "[ZoneTransfer]\r\nZoneId=3\r\n");
        }
        Instant odd = Instant.parse("2001-02-03T04:05:06.7890123Z").plusSeconds(i * 86_413L);
        Files.getFileAttributeView(file, BasicFileAttributeView.class)
                .setTimes(FileTime.from(odd), FileTime.from(odd.plusNanos(4_567_800)), null);
    }

    private static byte[] content(int i, Random random) {
        if (i % 13 == 0) {
            return new byte[0];
        }
        int size = i % 17 == 0 ? 700_000 : 500 + random.nextInt(60_000);
        byte[] bytes = new byte[size];
        // Half text, half noise: about what programs compress like.
        for (int at = 0; at < size; at++) {
            bytes[at] = (byte) (at % 64 < 40 ? "the quick brown fox ".charAt((at * 7 + i) % 20) : random.nextInt(256));
        }
        return bytes;
    }

    private static void special(Path root, StringBuilder attributes) throws IOException {
        Path original = root.resolve("Windows/System32/sample-component-6.dll");
        Files.createLink(root.resolve("Windows/WinSxS/linked.dll"), original);
        Files.createLink(root.resolve("Windows/SysWOW64/linked-twice.dll"), original);
        Path junction = Files.createDirectory(root.resolve("Documents and Settings"));
        attribute(attributes, junction, "system.ntfs_reparse_data", junctionTo("\\??\\C:\\Users", "C:\\Users"));
        attribute(
                attributes,
                junction,
                "system.ntfs_attrib",
                little(4).putInt(0x2 | 0x4 | 0x2000).array());
        Path sparse = root.resolve("Windows/System32/config/sparse.dat");
        try (var channel = java.nio.channels.FileChannel.open(
                sparse, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("end".getBytes(StandardCharsets.US_ASCII)), 3_000_000);
        }
        attribute(attributes, root.resolve("Windows"), "system.ntfs_acl", descriptor(3));
    }

    /** Form of {@code getfattr --dump}: what {@code setfattr --restore} reads. */
    private static void attribute(StringBuilder out, Path file, String name, byte[] value) {
        out.append("# file: ").append(escaped(file.toString())).append('\n');
        out.append(name).append("=0x").append(HEX.formatHex(value)).append("\n\n");
    }

    private static String escaped(String path) {
        StringBuilder text = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' && b < 0x7F && b != '\\' && b != '=';
            text.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "\\%03o", b & 0xFF));
        }
        return text.toString();
    }

    /** A self-relative security descriptor ([MS-DTYP] 2.4.6): Administrators own, SYSTEM is the group, some entries. */
    private static byte[] descriptor(int kind) {
        byte[] owner = sid(5, 32, 544);
        byte[] group = sid(5, 18);
        byte[][] trustees = {sid(5, 18), sid(5, 32, 544), sid(5, 32, 545), sid(1, 0)};
        int entries = 1 + kind;
        ByteBuffer acl = little(400);
        acl.put((byte) 2)
                .put((byte) 0)
                .putShort((short) 0)
                .putShort((short) entries)
                .putShort((short) 0);
        for (int i = 0; i < entries; i++) {
            acl.put((byte) 0).put((byte) (kind == 3 ? 0x03 : 0)).putShort((short) (8 + trustees[i].length));
            acl.putInt(i < 2 ? 0x001F01FF : 0x001200A9).put(trustees[i]);
        }
        acl.putShort(2, (short) acl.position());
        int ownerAt = 20;
        int groupAt = ownerAt + owner.length;
        int aclAt = groupAt + group.length;
        ByteBuffer descriptor = little(aclAt + acl.position());
        descriptor.put((byte) 1).put((byte) 0).putShort((short) 0x8004);
        descriptor.putInt(ownerAt).putInt(groupAt).putInt(0).putInt(aclAt);
        descriptor.put(owner).put(group).put(acl.flip());
        return descriptor.array();
    }

    private static byte[] sid(int authority, int... subAuthorities) {
        ByteBuffer sid = little(8 + 4 * subAuthorities.length);
        sid.put((byte) 1).put((byte) subAuthorities.length).put(new byte[5]).put((byte) authority);
        for (int sub : subAuthorities) {
            sid.putInt(sub);
        }
        return sid.array();
    }

    /** IO_REPARSE_TAG_MOUNT_POINT ([MS-FSCC] 2.1.2.5). */
    private static byte[] junctionTo(String substitute, String print) {
        byte[] first = substitute.getBytes(StandardCharsets.UTF_16LE);
        byte[] second = print.getBytes(StandardCharsets.UTF_16LE);
        int names = first.length + 2 + second.length + 2;
        ByteBuffer data = little(8 + 8 + names);
        data.putInt(0xA0000003).putShort((short) (8 + names)).putShort((short) 0);
        data.putShort((short) 0).putShort((short) first.length);
        data.putShort((short) (first.length + 2)).putShort((short) second.length);
        data.put(first).putShort((short) 0).put(second).putShort((short) 0);
        return data.array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
