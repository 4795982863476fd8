package dev.slipway.site.library;

import dev.slipway.wim.Blob;
import dev.slipway.wim.Dentry;
import dev.slipway.wim.Image;
import dev.slipway.wim.ImageInfo;
import dev.slipway.wim.Sha1;
import dev.slipway.wim.WimException;
import dev.slipway.wim.WimFile;
import dev.slipway.windows.UpdateIdentity;
import dev.slipway.windows.UpdateManifest;
import dev.slipway.windows.UpdateManifestException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which updates lie in the images of a WIM: the manifests below {@code \Windows\servicing\Packages}. */
final class OfflineUpdates {
    private static final String FOLDER = "/Windows/servicing/Packages";
    /** An image of a current Windows has a few dozen; more than this is not one. */
    private static final int MOST = 5_000;

    private final WimFile wim;
    /** Most manifests are the same file in all images. */
    private final Map<Sha1, Head> heads = new HashMap<>();

    private record Head(Optional<UpdateManifest> manifest, String problem) {}

    private record Found(Dentry file, UpdateIdentity identity, Optional<Blob> blob) {
        private static final Comparator<Found> BY_PLACE = Comparator.comparingLong(Found::resource)
                .thenComparingLong(
                        found -> found.blob.map(Blob::offsetInResource).orElse(0L));

        private long resource() {
            return blob.map(one -> one.resource().offset()).orElse(0L);
        }
    }

    private OfflineUpdates(WimFile wim) {
        this.wim = wim;
    }

    /** Images that are no Windows have none. */
    static List<IndexUpdates> of(WimFile wim) throws IOException {
        OfflineUpdates reader = new OfflineUpdates(wim);
        List<IndexUpdates> all = new ArrayList<>();
        for (ImageInfo info : wim.images()) {
            all.add(reader.of(info));
        }
        return all;
    }

    private IndexUpdates of(ImageInfo info) throws IOException {
        try {
            return new IndexUpdates(info.index(), info.name(), "", updates(wim.image(info.index())));
        } catch (WimException e) {
            // The image itself may be applied all the same, so it is no reason to refuse it.
            return new IndexUpdates(info.index(), info.name(), String.valueOf(e.getMessage()), List.of());
        }
    }

    private List<PresentUpdate> updates(Image image) throws IOException {
        List<Found> found = new ArrayList<>();
        for (Dentry file : image.find(FOLDER).map(Dentry::children).orElse(List.of())) {
            Optional<UpdateIdentity> identity =
                    UpdateIdentity.ofFileName(file.name()).filter(UpdateIdentity::isUpdate);
            if (identity.isPresent() && found.size() < MOST) {
                found.add(new Found(file, identity.get(), wim.blob(file.dataSha1())));
            }
        }
        // In the order of the file: a chunk of a solid resource is decompressed once for all that lie in it.
        found.sort(Found.BY_PLACE);
        List<PresentUpdate> updates = new ArrayList<>();
        for (Found one : found) {
            updates.add(update(one.identity(), head(one)));
        }
        updates.sort(Comparator.comparing(PresentUpdate::identity));
        return updates;
    }

    private static PresentUpdate update(UpdateIdentity identity, Head head) {
        return new PresentUpdate(
                identity.toString(),
                identity.name(),
                identity.kb()
                        .or(() -> head.manifest().flatMap(UpdateManifest::kb))
                        .orElse(null),
                head.manifest().flatMap(UpdateManifest::title).orElse(null),
                head.manifest()
                        .map(UpdateManifest::releaseType)
                        .filter(text -> !text.isEmpty())
                        .orElse(null),
                identity.architecture(),
                identity.language(),
                identity.version(),
                head.problem());
    }

    private Head head(Found found) throws IOException {
        Sha1 sha1 = found.file().dataSha1();
        Head known = heads.get(sha1);
        if (known == null) {
            known = read(found.blob());
            heads.put(sha1, known);
        }
        return known;
    }

    private Head read(Optional<Blob> blob) throws IOException {
        if (blob.isEmpty()) {
            return new Head(Optional.empty(), "The file is empty.");
        }
        try (InputStream in = wim.open(blob.get())) {
            return new Head(Optional.of(UpdateManifest.parse(in.readNBytes(UpdateManifest.HEAD_BYTES))), "");
        } catch (UpdateManifestException e) {
            return new Head(Optional.empty(), String.valueOf(e.getMessage()));
        }
    }
}
