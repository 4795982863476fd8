package dev.slipway.site.library;

import dev.slipway.content.ContentId;
import dev.slipway.site.database.Database;
import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What machines fetch from the site at their start. Kernels and initramfs files lie in the content store, in which a file is scattered over
 * packs; the first who asks lets the site copy them out, so that everybody else gets them by sendfile.
 */
@Component
public class StoredBootFiles {
    private final BootFiles files;
    private final Content content;
    private final Database database;

    StoredBootFiles(BootFiles files, Content content, Database database) {
        this.files = files;
        this.content = content;
        this.database = database;
    }

    /** @param hash as a machine gives it */
    public Optional<Path> find(String hash) throws IOException {
        Optional<Path> found = files.find(hash);
        return found.isPresent() || !hash.matches("[0-9a-f]{64}") ? found : taken(hash);
    }

    private synchronized Optional<Path> taken(String hash) throws IOException {
        Optional<BootImageSql.Holder> holder = database.read(handle -> new BootImageSql(handle).holderOf(hash));
        if (holder.isPresent()) {
            // Both: whoever fetched the kernel still gets its initramfs when the image is replaced in between.
            ContentId id = new ContentId(holder.get().contentId());
            take(id, BootImageSource.KERNEL, holder.get().kernelHash());
            take(id, BootImageSource.INITRAMFS, holder.get().initramfsHash());
        }
        return files.find(hash);
    }

    private void take(ContentId id, String path, String hash) throws IOException {
        try (ReadAt source = content.store().open(id, path)) {
            files.put(hash, source);
        }
    }
}
