package dev.slipway.site.library;

import java.time.Instant;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * A content that a package has or had.
 *
 * @param number counts up from 1; none is given twice
 * @param newBytes what adding it wrote to the content store
 * @param sourceStamp what the source looked like when it was read; empty when that is not known
 * @param note why it was made
 */
public record PackageVersion(
        @ColumnName("package") String packageId,
        long number,
        String contentId,
        long sizeBytes,
        long newBytes,
        String sourcePath,
        @com.fasterxml.jackson.annotation.JsonIgnore String sourceStamp,
        String note,
        Instant createdAt,
        String createdBy) {}
