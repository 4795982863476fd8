package dev.slipway.content;

import java.nio.file.Path;

/**
 * A file to be added.
 *
 * @param path its path in the content: relative, names parted by slashes
 * @param source where it lies now; it may vanish once it has been added
 * @param cutter where it is cut into blocks
 */
public record SourceFile(String path, FileSource source, Cutter cutter) {
    public SourceFile {
        ContentPath.require(path);
    }

    /** A file of this computer. */
    public SourceFile(String path, Path source, Cutter cutter) {
        this(path, FileSource.of(source), cutter);
    }
}
