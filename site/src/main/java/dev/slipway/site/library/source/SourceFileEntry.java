package dev.slipway.site.library.source;

import dev.slipway.content.Cutter;
import dev.slipway.content.FileSource;
import dev.slipway.content.SourceFile;

/**
 * A file of a source.
 *
 * @param path below the source's folder, names parted by slashes; the file's own name when the source is a file
 * @param stamp what it was when it was listed
 */
public record SourceFileEntry(String path, FileSource.Stamp stamp, FileSource file) {
    /**
     * As a file of a content.
     *
     * @throws SourceException {@code source-not-plain} for a name that a content cannot hold
     */
    public SourceFile toBeCut(Cutter cutter) throws SourceException {
        try {
            return new SourceFile(path, file, cutter);
        } catch (IllegalArgumentException e) {
            throw new SourceException(
                    "source-not-plain",
                    file.name() + " has a name that content cannot hold. " + e.getMessage() + ". Rename it.",
                    e);
        }
    }
}
