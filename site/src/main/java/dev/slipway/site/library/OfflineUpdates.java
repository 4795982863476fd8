package dev.slipway.site.library;

import dev.slipway.wim.Dentry;
import dev.slipway.wim.Image;
import dev.slipway.wim.ImageInfo;
import dev.slipway.wim.WimException;
import dev.slipway.wim.WimFile;
import dev.slipway.windows.UpdateIdentity;
import dev.slipway.windows.UpdateManifest;
import dev.slipway.windows.UpdateManifestException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads which updates lie in the images of a WIM: the manifests below {@code \Windows\servicing\Packages}. */
final class OfflineUpdates {
    private static final String FOLDER = "/Windows/servicing/Packages";
    /** An image of a current Windows has a few dozen; more than this is not one. */
    private static final int MOST = 5_000;

    private OfflineUpdates() {}

    /** Images that are no Windows have none. */
    static List<IndexUpdates> of(WimFile wim) throws IOException {
        List<IndexUpdates> all = new ArrayList<>();
        for (ImageInfo info : wim.images()) {
            all.add(of(wim, info));
        }
        return all;
    }

    private static IndexUpdates of(WimFile wim, ImageInfo info) throws IOException {
        try {
            return new IndexUpdates(info.index(), info.name(), "", updates(wim, wim.image(info.index())));
        } catch (WimException e) {
            // The image itself may be applied all the same, so it is no reason to refuse it.
            return new IndexUpdates(info.index(), info.name(), String.valueOf(e.getMessage()), List.of());
        }
    }

    private static List<PresentUpdate> updates(WimFile wim, Image image) throws IOException {
        Optional<Dentry> folder = image.find(FOLDER);
        if (folder.isEmpty()) {
            return List.of();
        }
        List<PresentUpdate> found = new ArrayList<>();
        for (Dentry file : folder.get().children()) {
            Optional<UpdateIdentity> identity =
                    UpdateIdentity.ofFileName(file.name()).filter(UpdateIdentity::isUpdate);
            if (identity.isPresent() && found.size() < MOST) {
                found.add(update(wim, file, identity.get()));
            }
        }
        found.sort(Comparator.comparing(PresentUpdate::identity));
        return found;
    }

    private static PresentUpdate update(WimFile wim, Dentry file, UpdateIdentity identity) throws IOException {
        try {
            return update(identity, Optional.of(UpdateManifest.parse(head(wim, file))), "");
        } catch (UpdateManifestException e) {
            return update(identity, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static PresentUpdate update(UpdateIdentity identity, Optional<UpdateManifest> manifest, String problem) {
        return new PresentUpdate(
                identity.toString(),
                identity.name(),
                identity.kb().or(() -> manifest.flatMap(UpdateManifest::kb)).orElse(null),
                manifest.flatMap(UpdateManifest::title).orElse(null),
                manifest.map(UpdateManifest::releaseType)
                        .filter(text -> !text.isEmpty())
                        .orElse(null),
                identity.architecture(),
                identity.language(),
                identity.version(),
                problem);
    }

    private static byte[] head(WimFile wim, Dentry file) throws IOException {
        Optional<Dentry.Stream> data = file.streams().stream()
                .filter(stream -> stream.kind() == Dentry.Stream.Kind.DATA
                        && stream.name().isEmpty())
                .findFirst();
        if (data.isEmpty()) {
            return new byte[0];
        }
        try (InputStream in = wim.open(data.get())) {
            return in.readNBytes(UpdateManifest.HEAD_BYTES);
        }
    }
}
