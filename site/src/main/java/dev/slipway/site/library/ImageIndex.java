package dev.slipway.site.library;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.wim.ImageInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the WIM says of one of its images (IMG-5). What it lacks is null. A WIM holds the files of one volume and nothing of a disk's layout. */
public record ImageIndex(
        int index,
        String name,
        String description,
        @Nullable String displayName,
        @Nullable String architecture,
        @Nullable String halType,
        @Nullable String osVersion,
        @Nullable String branch,
        @Nullable String edition,
        @Nullable String installationType,
        @Nullable String productName,
        @Nullable String productType,
        @Nullable String productSuite,
        List<String> languages,
        @Nullable String defaultLanguage,
        @Nullable String systemRoot,
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
                known(info.hal()),
                known(info.windowsVersion()),
                known(info.branch()),
                known(info.editionId().isEmpty() ? info.flags() : info.editionId()),
                known(info.installationType()),
                known(info.productName()),
                known(info.productType()),
                known(info.productSuite()),
                info.languages(),
                known(info.defaultLanguage()),
                known(info.systemRoot()),
                info.totalBytes(),
                info.hardLinkBytes(),
                info.fileCount(),
                info.directoryCount(),
                info.created().orElse(null),
                info.modified().orElse(null));
    }

    /** IMG-9. */
    @JsonProperty
    public OfflineServicing offlineServicing() {
        return OfflineServicing.of(osVersion, installationType, productType);
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }
}
