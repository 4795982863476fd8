package dev.slipway.site.library;

import dev.slipway.site.database.Database;
import dev.slipway.site.operation.OperationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Puts newly built files under a boot image that exists. Machines that ask from then on get the new ones; those in the middle of a
 * start still find the old ones for a day. The customisation stays.
 */
@Component
class BootImageReplacement {
    private final Database database;
    private final BootImages bootImages;
    private final Packages packages;
    private final Clock clock;

    BootImageReplacement(Database database, BootImages bootImages, Packages packages, Clock clock) {
        this.database = database;
        this.bootImages = bootImages;
        this.packages = packages;
        this.clock = clock;
    }

    /** @param folder with {@code bootimage.json} @param note why, for the version @return one sentence: what came of it */
    String replace(OperationContext context, String id, Path folder, String note)
            throws IOException, InterruptedException {
        BootImageDescription description = BootImageDescription.read(folder);
        String result = bootImages.register(files -> {
            BootFiles.Stored kernel = description.addKernel(files, folder);
            BootFiles.Stored initramfs = description.addInitramfs(files, folder);
            return database.write(handle -> {
                BootImage now = BootImages.require(handle, id);
                if (now.kernelHash().equals(kernel.hash())
                        && now.initramfsHash().equals(initramfs.hash())) {
                    packages.unchanged(handle, id, "");
                    return now.name() + " (" + id + ") has not changed; nothing was done.";
                }
                BootImageDetailSql sql = new BootImageDetailSql(handle);
                sql.retire(List.of(now.kernelHash(), now.initramfsHash()), clock.instant());
                sql.replaceFiles(id, kernel, initramfs, description);
                long size = kernel.size() + initramfs.size();
                packages.addVersion(
                        handle, id, new NewVersion("", size, size, now.sourcePath(), "", note, context.createdBy()));
                return "%s (%s) now has kernel %s and agent %s: %d bytes over the network."
                        .formatted(now.name(), id, description.kernelVersion(), description.agentVersion(), size);
            });
        });
        bootImages.tidy();
        context.progress(100, "Done");
        return result;
    }
}
