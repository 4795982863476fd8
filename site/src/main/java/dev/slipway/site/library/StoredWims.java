package dev.slipway.site.library;

import dev.slipway.content.ContentId;
import dev.slipway.content.IngestProgress;
import dev.slipway.wim.WimException;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads WIMs as they lie in the content store. */
@Component
class StoredWims {
    private final Content content;

    StoredWims(Content content) {
        this.content = content;
    }

    WimFile open(ContentId id, String path) throws IOException {
        return WimFile.open(content.store().open(id, path));
    }

    /** Decompresses everything and compares every hash. */
    void verify(ContentId id, String path, IngestProgress progress) throws IOException, InterruptedException {
        try (WimFile wim = open(id, path)) {
            wim.verify(progress::advanced);
        } catch (InterruptedIOException e) {
            InterruptedException interrupted = new InterruptedException("Verifying " + path + " was interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    SourceKind.Details describe(ContentId id, String path) throws IOException {
        long blocks = content.store().manifest(id).files().stream()
                .mapToLong(file -> file.blocks().size())
                .sum();
        try (WimFile wim = open(id, path)) {
            WimDescription description = WimDescription.of(wim);
            List<IndexUpdates> updates = OfflineUpdates.of(wim);
            return (handle, packageId) -> {
                new ImageSql(handle).put(packageId, path, description, blocks);
                new UpdateSql(handle).put(packageId, updates);
            };
        } catch (WimException e) {
            throw SourceRefusal.of(path, e);
        }
    }
}
