package dev.slipway.site.library;

import dev.slipway.content.Ingested;

/**
 * A content that becomes a package's current version.
 *
 * @param contentId empty for packages whose files are served as they are
 * @param newBytes what adding it wrote to the content store
 * @param sourceStamp what the source looked like when it was read; empty: not known, so a refresh reads it
 * @param note why it was made; may be empty
 * @param createdBy the account that asked for it
 */
public record NewVersion(
        String contentId,
        long sizeBytes,
        long newBytes,
        String sourcePath,
        String sourceStamp,
        String note,
        String createdBy) {

    public static NewVersion of(Ingested added, String sourcePath, String sourceStamp, String note, String createdBy) {
        return new NewVersion(
                added.content().hex(), added.sizeBytes(), added.newBytes(), sourcePath, sourceStamp, note, createdBy);
    }
}
