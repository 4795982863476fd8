package dev.slipway.site.library;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jdbi.v3.core.mapper.Nested;
import org.jspecify.annotations.Nullable;

/**
 * What all packages have in common.
 *
 * @param sourceVersion the current version's number
 * @param lastVersion the highest number ever given; higher than the current one after a rollback
 * @param contentId SHA-256 of the content's manifest; empty for packages whose files are served as they are (boot images)
 * @param sizeBytes of the current version's files
 * @param storedBytes what adding the current version wrote
 * @param refreshedAt when the source was last compared with the current version
 */
public record StoredPackage(
        String id,
        PackageType type,
        String name,
        String version,
        String comment,
        String manufacturer,
        String language,
        String architecture,
        @Nullable Long folder,
        String sourcePath,
        long sourceVersion,
        long lastVersion,
        String contentId,
        long sizeBytes,
        long storedBytes,
        @Nested @JsonUnwrapped PackageSettings settings,
        @Nullable Instant refreshedAt,
        @Nullable Instant nextRefreshAt,
        Instant createdAt,
        String createdBy,
        Instant changedAt) {}
