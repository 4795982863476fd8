package dev.slipway.site.library;

import dev.slipway.wim.ByteRange;
import dev.slipway.wim.Compression;
import dev.slipway.wim.ImageInfo;
import dev.slipway.wim.Resource;
import dev.slipway.wim.WimFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the library records of a WIM (IMG-5). */
record WimDescription(Compression compression, boolean solid, int bootIndex, String guid, List<ImageIndex> indexes) {

    static WimDescription of(WimFile wim) {
        return new WimDescription(
                wim.header().compression(),
                wim.resources().stream().anyMatch(Resource::isSolid),
                wim.header().bootIndex(),
                wim.header().guid(),
                wim.images().stream().map(ImageIndex::of).toList());
    }

    /** IMG-2: the first image's own name. */
    static Optional<String> proposedName(WimFile wim) {
        return wim.images().stream().findFirst().map(WimDescription::bestName).filter(text -> !text.isBlank());
    }

    private static String bestName(ImageInfo info) {
        return info.displayName().isBlank() ? info.name() : info.displayName();
    }

    /** The first image's; empty when the WIM does not say. */
    String architecture() {
        return indexes.stream()
                .map(ImageIndex::architecture)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    /** The first image's default one; empty when the WIM does not say. */
    String language() {
        return indexes.stream()
                .map(ImageIndex::defaultLanguage)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    @Override
    public String toString() {
        return "%d image(s), %s%s".formatted(indexes.size(), compression, solid ? " solid" : "");
    }

    /** Every resource and every table begins and ends at a cut, so that an unchanged one is the same block in the next version. */
    static List<ByteRange> cuts(WimFile wim) {
        List<Resource> resources = new ArrayList<>(wim.resources());
        resources.add(wim.header().blobTable());
        resources.add(wim.header().xml());
        resources.add(wim.header().integrityTable());
        return resources.stream()
                .filter(resource -> resource.sizeInWim() > 0)
                .map(resource -> new ByteRange(resource.offset(), resource.sizeInWim()))
                .toList();
    }
}
