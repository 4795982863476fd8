package dev.slipway.site.library;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operating system image.
 *
 * @param blocks into how many blocks its content is cut
 * @param license null when it came without licence terms
 * @param usedBy what refers to it; null in lists
 */
public record Image(
        @JsonUnwrapped StoredPackage shared,
        String compression,
        boolean solid,
        int bootIndex,
        String wimGuid,
        long blocks,
        List<ImageIndex> indexes,
        MulticastOptions multicast,
        @Nullable LicenseAcceptance license,
        @Nullable List<PackageUser> usedBy) {

    public String id() {
        return shared.id();
    }

    public String name() {
        return shared.name();
    }

    public String version() {
        return shared.version();
    }

    public String comment() {
        return shared.comment();
    }

    public String sourcePath() {
        return shared.sourcePath();
    }

    public long sourceVersion() {
        return shared.sourceVersion();
    }

    public String contentId() {
        return shared.contentId();
    }

    public long sizeBytes() {
        return shared.sizeBytes();
    }

    public long storedBytes() {
        return shared.storedBytes();
    }

    public Instant createdAt() {
        return shared.createdAt();
    }
}
