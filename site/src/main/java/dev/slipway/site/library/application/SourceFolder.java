package dev.slipway.site.library.application;

import dev.slipway.content.ContentCutter;
import dev.slipway.content.SourceFile;
import dev.slipway.site.SlipwayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that becomes a content.
 *
 * @param stamp changes when a file comes, goes, or changes its size or time; as long as it is the same the folder need not be read
 */
record SourceFolder(Path folder, List<SourceFile> files, long sizeBytes, String stamp) {
    private static final int MOST_FILES = 200_000;

    SourceFolder {
        files = List.copyOf(files);
    }

    /** @throws SlipwayException 422 {@code source-not-found}, {@code source-not-a-folder}, {@code source-empty}, {@code source-too-large} */
    static SourceFolder open(String text) throws IOException {
        Path folder = check(text);
        List<Path> found;
        try (Stream<Path> walk = Files.walk(folder)) {
            found = walk.filter(Files::isRegularFile)
                    .limit(MOST_FILES + 1L)
                    .sorted()
                    .toList();
        }
        if (found.isEmpty()) {
            throw new SlipwayException("source-empty", 422, folder + " holds no files.");
        }
        if (found.size() > MOST_FILES) {
            throw new SlipwayException(
                    "source-too-large", 422, folder + " holds more than " + MOST_FILES + " files. Pack them first.");
        }
        List<SourceFile> files = new ArrayList<>();
        MessageDigest digest = sha256();
        long size = 0;
        for (Path file : found) {
            String path = folder.relativize(file).toString();
            long bytes = Files.size(file);
            size += bytes;
            files.add(new SourceFile(path, file, new ContentCutter()));
            digest.update((path + "\0" + bytes + "\0"
                            + Files.getLastModifiedTime(file).toMillis() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return new SourceFolder(folder, files, size, HexFormat.of().formatHex(digest.digest()));
    }

    /** Before any work begins. */
    static Path check(String text) {
        Path folder;
        try {
            folder = Path.of(text).normalize();
        } catch (InvalidPathException e) {
            throw new SlipwayException("source-not-found", 422, "This is no path: " + e.getReason() + ".", e);
        }
        if (!folder.isAbsolute() || !Files.exists(folder)) {
            throw new SlipwayException(
                    "source-not-found",
                    422,
                    "\"" + text + "\" does not exist on the site's machine, or its folder may not be entered. Give an"
                            + " absolute path.");
        }
        if (!Files.isDirectory(folder)) {
            throw new SlipwayException(
                    "source-not-a-folder", 422, folder + " is not a folder. Give the folder that holds the content.");
        }
        if (!Files.isReadable(folder)) {
            throw new SlipwayException(
                    "source-not-readable",
                    422,
                    folder + " may not be read by the account that runs the site. Change its rights.");
        }
        return folder;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
