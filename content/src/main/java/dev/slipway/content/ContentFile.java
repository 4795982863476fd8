package dev.slipway.content;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A file of a content version.
 *
 * @param path relative, names parted by slashes
 * @param size bytes, the sum of the blocks' lengths
 * @param modified the source's time of modification, kept to the millisecond, 1970 to 9999
 * @param blocks in order; concatenated they are the file, byte for byte
 */
public record ContentFile(String path, long size, Instant modified, List<Block> blocks) {
    /** The times that a file may have: every database, file system and API can say them. */
    static final Instant EARLIEST = Instant.EPOCH;

    static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    public ContentFile {
        ContentPath.require(path);
        modified = modified.truncatedTo(ChronoUnit.MILLIS);
        if (modified.isBefore(EARLIEST) || modified.isAfter(LATEST)) {
            throw new IllegalArgumentException(path + " has the time " + modified);
        }
        blocks = List.copyOf(blocks);
        long sum = 0;
        for (Block block : blocks) {
            sum += block.length();
        }
        if (sum != size) {
            throw new IllegalArgumentException(path + ": the blocks hold " + sum + " bytes, the file " + size);
        }
    }
}
