package dev.slipway.site.library;

import dev.slipway.wim.ImageInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the WIM says of one of its images (IMG-5). What it lacks is null. */
public record ImageIndex(
        int index,
        String name,
        String description,
        @Nullable String displayName,
        @Nullable String architecture,
        @Nullable String osVersion,
        @Nullable String edition,
        @Nullable String installationType,
        @Nullable String productType,
        List<String> languages,
        @Nullable String defaultLanguage,
        long sizeBytes,
        long hardLinkBytes,
        long fileCount,
        long directoryCount,
        @Nullable Instant createdAt,
        @Nullable Instant changedAt) {

    static ImageIndex of(ImageInfo info) {
        return new ImageIndex(
                info.index(),
                info.name(),
                info.description(),
                known(info.displayName()),
                known(info.architecture()),
                known(info.windowsVersion()),
                known(info.editionId().isEmpty() ? info.flags() : info.editionId()),
                known(info.installationType()),
                known(info.productName()),
                info.languages(),
                known(info.defaultLanguage()),
                info.totalBytes(),
                info.hardLinkBytes(),
                info.fileCount(),
                info.directoryCount(),
                info.created().orElse(null),
                info.modified().orElse(null));
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }
}
