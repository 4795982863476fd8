package dev.slipway.site.library;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operating system upgrade package: the installation folder with Setup.exe.
 *
 * @param imagePath where in it the image lies: {@code sources/install.wim}
 * @param blocks into how many blocks its content is cut
 * @param indexes of that image
 * @param license null when it came without licence terms
 * @param usedBy what refers to it; null in lists
 */
public record UpgradePackage(
        @JsonUnwrapped StoredPackage shared,
        String imagePath,
        String compression,
        boolean solid,
        long blocks,
        List<ImageIndex> indexes,
        @Nullable LicenseAcceptance license,
        @Nullable List<PackageUser> usedBy) {

    public String id() {
        return shared.id();
    }

    public String name() {
        return shared.name();
    }
}
