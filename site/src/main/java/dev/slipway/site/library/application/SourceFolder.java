package dev.slipway.site.library.application;

import dev.slipway.content.ContentCutter;
import dev.slipway.content.SourceFile;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.SourceStamp;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.SourceFileEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder that becomes a content.
 *
 * @param stamp as {@link SourceStamp} makes it, so that a refresh knows the folder again
 */
record SourceFolder(List<SourceFile> files, long sizeBytes, String stamp) {

    SourceFolder {
        files = List.copyOf(files);
    }

    /**
     * Lists an opened source, which must stay open while the files are read.
     *
     * @throws SlipwayException 422 {@code source-empty}
     */
    static SourceFolder of(Source source, Instant now) throws IOException, InterruptedException {
        List<SourceFile> files = new ArrayList<>();
        long size = 0;
        List<SourceFileEntry> entries = source.files();
        for (SourceFileEntry entry : entries) {
            files.add(entry.toBeCut(new ContentCutter()));
            size += entry.stamp().sizeBytes();
        }
        if (files.isEmpty()) {
            throw new SlipwayException("source-empty", 422, source.name() + " holds no files.");
        }
        return new SourceFolder(files, size, SourceStamp.of(source.name(), entries, now));
    }
}
