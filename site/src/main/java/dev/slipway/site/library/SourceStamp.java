package dev.slipway.site.library;

import dev.slipway.content.FileSource;
import dev.slipway.site.library.source.SourceFileEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** One text for what a source looks like: sizes, times and keys of its files. As long as it is the same, nobody has written to the source. */
public final class SourceStamp {
    /** A file that was written this shortly ago might be written once more within the same tick of its clock. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private SourceStamp() {}

    static String of(String source, FileSource.Stamp stamp, Instant now) {
        return of(source, List.of(line("", stamp)), stamp.modified(), now);
    }

    /** @return empty when the files were written too shortly ago to be sure */
    public static String of(String source, List<SourceFileEntry> files, Instant now) {
        Instant newest = files.stream()
                .map(file -> file.stamp().modified())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        return of(
                source,
                files.stream().map(file -> line(file.path(), file.stamp())).toList(),
                newest,
                now);
    }

    private static String line(String path, FileSource.Stamp stamp) {
        return path + "\0" + stamp.sizeBytes() + "\0" + stamp.modified() + "\0" + stamp.key();
    }

    private static String of(String source, List<String> lines, Instant newest, Instant now) {
        if (newest.isAfter(now.minus(SETTLED))) {
            return "";
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(source.getBytes(StandardCharsets.UTF_8));
            for (String line : lines) {
                digest.update((byte) '\n');
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
