package dev.slipway.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * An image of this computer's own programs, libraries, texts and archives, and two ways to its next version, in which
 * the same 1 % of the data changed.
 *
 * @param base version 1, LZX
 * @param appended version 1 with the changed files written behind it, as servicing in place does
 * @param rebuilt captured anew from a copy of the tree whose files were created in another order
 */
record DeltaSample(Path base, Path appended, Path rebuilt) {
    private static final List<String> SOURCES = List.of(
            "/usr/bin",
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/chromium",
            "/usr/lib/gcc",
            "/usr/lib/python3",
            "/usr/lib/postgresql",
            "/usr/share/locale",
            "/usr/share/doc",
            "/usr/share/perl");
    private static final double CHANGED_SHARE = 0.01;
    /** A change of each chunk of 32 KiB, so that the whole resource differs, as a program built anew does. */
    private static final int BYTES_PER_EDIT = 8 << 10;

    private static final int EDIT_BYTES = 16;
    private static final long LARGEST_CHANGED_FILE = 8L << 20;

    /** @return the three images in the folder, which are made unless they are there; that takes minutes */
    static DeltaSample in(Path folder) throws IOException, InterruptedException {
        DeltaSample sample = new DeltaSample(
                folder.resolve("delta-1.wim"),
                folder.resolve("delta-2-appended.wim"),
                folder.resolve("delta-2-rebuilt.wim"));
        if (!Files.exists(sample.base) || !Files.exists(sample.appended) || !Files.exists(sample.rebuilt)) {
            System.err.println("Making an image and its next versions, which takes some minutes: " + folder);
            Path trees = folder.resolve("delta-trees");
            IngestBench.clear(trees);
            Files.createDirectories(trees);
            try {
                sample.make(trees);
            } finally {
                IngestBench.clear(trees);
            }
        }
        return sample;
    }

    private void make(Path trees) throws IOException, InterruptedException {
        Random random = new Random(1);
        Path tree = Files.createDirectory(trees.resolve("image"));
        for (String source : SOURCES) {
            if (Files.isDirectory(Path.of(source))) {
                Path copy = tree.resolve(source.substring(1));
                Files.createDirectories(copy.getParent());
                Programs.run("cp", "-a", source, copy.toString());
            }
        }
        Path part = trees.resolve("part.wim");
        capture(tree, part);
        Files.move(part, base, StandardCopyOption.REPLACE_EXISTING);
        List<Path> changed = change(tree, random);

        Files.copy(base, part);
        Path commands = trees.resolve("commands");
        List<String> lines = new ArrayList<>();
        for (Path file : changed) {
            lines.add("add '" + file + "' '/" + tree.relativize(file) + "'");
        }
        Files.write(commands, lines);
        Programs.run(List.of(
                "sh", "-c", "exec wimlib-imagex update \"$0\" 1 < \"$1\"", part.toString(), commands.toString()));
        Files.move(part, appended, StandardCopyOption.REPLACE_EXISTING);

        Path shuffled = Files.createDirectory(trees.resolve("shuffled"));
        copyShuffled(tree, shuffled, random);
        IngestBench.clear(tree);
        capture(shuffled, part);
        Files.move(part, rebuilt, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void capture(Path tree, Path image) throws IOException, InterruptedException {
        Programs.run("wimlib-imagex", "capture", tree.toString(), image.toString(), "Sample", "--compress=LZX");
    }

    /** Changes files here and there until they make up the share of the tree's bytes. */
    private static List<Path> change(Path tree, Random random) throws IOException {
        List<Path> files = files(tree);
        long total = 0;
        for (Path file : files) {
            total += Files.size(file);
        }
        Collections.shuffle(files, random);
        List<Path> changed = new ArrayList<>();
        long bytes = 0;
        for (Path file : files) {
            long size = Files.size(file);
            if (size == 0 || size > LARGEST_CHANGED_FILE || file.toString().indexOf('\'') >= 0) {
                continue;
            }
            edit(file, size, random);
            changed.add(file);
            bytes += size;
            if (bytes >= total * CHANGED_SHARE) {
                break;
            }
        }
        return changed;
    }

    private static void edit(Path file, long size, Random random) throws IOException {
        byte[] edit = new byte[EDIT_BYTES];
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            for (long at = 0; at < size; at += BYTES_PER_EDIT) {
                random.nextBytes(edit);
                int room = (int) Math.min(size - at, BYTES_PER_EDIT);
                int count = Math.min(room, EDIT_BYTES);
                out.seek(at + random.nextInt(room - count + 1));
                out.write(edit, 0, count);
            }
        }
    }

    private static void copyShuffled(Path tree, Path copy, Random random) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path folder : paths.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                Files.createDirectories(copy.resolve(tree.relativize(folder)));
            }
        }
        List<Path> entries;
        try (Stream<Path> paths = Files.walk(tree)) {
            entries = new ArrayList<>(paths.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList());
        }
        Collections.shuffle(entries, random);
        for (Path entry : entries) {
            Files.copy(
                    entry,
                    copy.resolve(tree.relativize(entry)),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Sorted, so that the same tree is always changed in the same places; each hard-linked file once. */
    private static List<Path> files(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            return new ArrayList<>(paths.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> links(path) == 1)
                    .sorted()
                    .toList());
        }
    }

    private static int links(Path file) {
        try {
            return (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
