package dev.slipway.site.library;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operating system image.
 *
 * @param blocks into how many blocks its file is cut
 * @param usedBy task sequences that refer to it; null in lists
 */
public record Image(
        String id,
        String name,
        String version,
        String comment,
        String sourcePath,
        long sourceVersion,
        String contentId,
        long sizeBytes,
        long storedBytes,
        String compression,
        boolean solid,
        int bootIndex,
        String wimGuid,
        long blocks,
        List<ImageIndex> indexes,
        @Nullable List<Reference> usedBy,
        Instant createdAt,
        Instant changedAt) {}
