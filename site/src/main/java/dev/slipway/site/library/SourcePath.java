package dev.slipway.site.library;

import dev.slipway.site.SlipwayException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A path that somebody named as a source, checked before work begins. */
final class SourcePath {
    private SourcePath() {}

    static Path file(String text) {
        Path path = existing(text);
        if (!Files.isRegularFile(path)) {
            throw new SlipwayException(
                    "source-not-a-file", 422, path + " is not a file. Give the path of the WIM file itself.");
        }
        return readable(path);
    }

    static Path folder(String text) {
        Path path = existing(text);
        if (!Files.isDirectory(path)) {
            throw new SlipwayException(
                    "source-not-a-folder", 422, path + " is not a folder. Give the folder that holds the boot image.");
        }
        return readable(path);
    }

    private static Path existing(String text) {
        Path path;
        try {
            path = Path.of(text).normalize();
        } catch (InvalidPathException e) {
            throw new SlipwayException("source-not-found", 422, "This is no path: " + e.getReason() + ".", e);
        }
        if (!path.isAbsolute()) {
            throw new SlipwayException(
                    "source-not-found", 422, "\"" + text + "\" is not an absolute path on the site's machine.");
        }
        if (!Files.exists(path)) {
            throw new SlipwayException(
                    "source-not-found",
                    422,
                    path + " does not exist on the site's machine, or its folder may not be entered.");
        }
        return path;
    }

    private static Path readable(Path path) {
        if (!Files.isReadable(path)) {
            throw new SlipwayException(
                    "source-not-readable",
                    422,
                    path + " may not be read by the account that runs the site. Change its rights.");
        }
        return path;
    }
}
