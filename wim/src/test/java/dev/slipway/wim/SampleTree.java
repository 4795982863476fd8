package dev.slipway.wim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Random;

/** A tree of files that has in it what the compressions treat differently, and what file systems make difficult. */
final class SampleTree {
    static final Instant TIME = Instant.parse("2021-03-04T05:06:07.123456700Z");

    private SampleTree() {}

    static void create(Path root) throws IOException {
        Files.createDirectories(root.resolve("data"));
        Files.write(root.resolve("data/code.bin"), machineCode(500_000));
        Files.write(root.resolve("data/code-again.bin"), machineCode(200_000));
        Files.write(root.resolve("data/random.bin"), random(150_000, 1));
        Files.write(root.resolve("data/zeros.bin"), new byte[300_000]);
        Files.write(root.resolve("data/table.bin"), table(100_000));
        Files.writeString(root.resolve("data/text.txt"), text(300_000));
        Files.write(root.resolve("data/empty"), new byte[0]);
        for (int size : new int[] {1, 2, 3, 17, 4095, 4096, 4097, 32767, 32768, 32769, 65536, 65537}) {
            Files.writeString(root.resolve("data/text-" + size), text(size));
        }
        createNames(root.resolve("names"));
        createLinks(root.resolve("links"));
        setTimes(root);
    }

    private static void createNames(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("Ünïcødé 文件"));
        Files.writeString(folder.resolve("Ünïcødé 文件/😀.txt"), "smile");
        Files.writeString(folder.resolve("n".repeat(255)), "a very long name");
        Files.writeString(folder.resolve("a\\b"), "a name with a backslash");
        Files.createDirectories(folder.resolve("empty folder"));
        Path deep = folder;
        for (int i = 0; i < 120; i++) {
            deep = deep.resolve("deep" + i);
        }
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("bottom"), "far down");
    }

    private static void createLinks(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("first"), "one file with three names");
        Files.createLink(folder.resolve("second"), folder.resolve("first"));
        Files.createLink(folder.resolve("third"), folder.resolve("first"));
        Files.createSymbolicLink(folder.resolve("symbolic"), Path.of("first"));
        Files.createSymbolicLink(folder.resolve("to-folder"), Path.of("../data"));
        Files.createSymbolicLink(folder.resolve("absolute"), Path.of("/etc/hostname"));
    }

    static void setTimes(Path root) throws IOException {
        try (var paths = Files.walk(root)) {
            for (Path path : paths.filter(file -> !Files.isSymbolicLink(file)).toList()) {
                Files.setLastModifiedTime(path, FileTime.from(TIME));
            }
        }
    }

    static byte[] machineCode(int size) throws IOException {
        Path library = Path.of(System.getProperty("java.home"), "lib/server/libjvm.so");
        try (InputStream in = Files.newInputStream(library)) {
            // The code lies in the middle of the file, after its symbols.
            in.skipNBytes(Files.size(library) / 2);
            return in.readNBytes(size);
        }
    }

    static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Numbers that grow steadily, for which LZMS has its delta matches. */
    static byte[] table(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size / 4; i++) {
            int value = i * 37 + 5;
            for (int b = 0; b < 4; b++) {
                bytes[i * 4 + b] = (byte) (value >>> (8 * b));
            }
        }
        return bytes;
    }

    static String text(int size) {
        Random random = new Random(size);
        String[] words =
                "the ship lies on the slipway until water and wind are right for her keel mast and sail".split(" ");
        StringBuilder text = new StringBuilder();
        while (text.length() < size) {
            text.append(words[random.nextInt(words.length)]).append(random.nextInt(9) == 0 ? ".\n" : " ");
            if (random.nextInt(40) == 0) {
                text.append(random.nextInt(1_000_000));
            }
        }
        text.setLength(size);
        return text.toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
