package dev.slipway.site.library.source;

import dev.slipway.content.FileSource;

/**
 * A file of a source.
 *
 * @param path below the source's folder, names parted by slashes; the file's own name when the source is a file
 * @param stamp what it was when it was listed
 */
public record SourceFileEntry(String path, FileSource.Stamp stamp, FileSource file) {}
