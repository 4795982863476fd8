package dev.slipway.site.library;

import java.time.Instant;

/**
 * What images and boot images have in common.
 *
 * @param sourceVersion counts up with each new content, from 1
 * @param contentId SHA-256 of the content's manifest; empty for boot images, whose files are served as they are
 * @param sizeBytes of the files
 * @param storedBytes what adding it wrote
 */
public record StoredPackage(
        String id,
        PackageType type,
        String name,
        String version,
        String comment,
        String sourcePath,
        long sourceVersion,
        String contentId,
        long sizeBytes,
        long storedBytes,
        Instant createdAt,
        Instant changedAt) {}
