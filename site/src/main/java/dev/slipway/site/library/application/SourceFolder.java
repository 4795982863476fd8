package dev.slipway.site.library.application;

import dev.slipway.content.ContentCutter;
import dev.slipway.content.SourceFile;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.SourceFileEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A folder that becomes a content.
 *
 * @param stamp changes when a file comes, goes, or changes its size or time; as long as it is the same the folder need not be read
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
    static SourceFolder of(Source source) throws IOException, InterruptedException {
        List<SourceFile> files = new ArrayList<>();
        MessageDigest digest = sha256();
        long size = 0;
        for (SourceFileEntry entry : source.files()) {
            files.add(new SourceFile(entry.path(), entry.file(), new ContentCutter()));
            size += entry.stamp().sizeBytes();
            digest.update((entry.path() + "\0" + entry.stamp() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        if (files.isEmpty()) {
            throw new SlipwayException("source-empty", 422, source.name() + " holds no files.");
        }
        return new SourceFolder(files, size, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
