package dev.slipway.site.library;

import dev.slipway.site.database.Database;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Copies the two files of a boot image into the data folder, checks their hashes, and writes its row. */
@Component
class AddBootImage implements OperationWork {
    static final String KIND = "BOOT_IMAGE_ADD";
    private final Database database;
    private final BootImages bootImages;
    private final Packages packages;

    AddBootImage(Database database, BootImages bootImages, Packages packages) {
        this.database = database;
        this.bootImages = bootImages;
        this.packages = packages;
    }

    /** Runs while nobody tidies the boot files. */
    interface Registration {
        String run(BootFiles files) throws IOException, InterruptedException;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        Addition addition = Addition.decode(input);
        Optional<String> made = context.made();
        if (made.isPresent()) {
            return "Added %s as %s before the site stopped.".formatted(addition.path(), made.get());
        }
        Path folder = SourcePath.folder(addition.requiredPath());
        BootImageDescription description = BootImageDescription.read(folder);
        context.progress(5, "Copying");
        return bootImages.register(files -> {
            BootFiles.Stored kernel = description.addKernel(files, folder);
            context.progress(30, "Copying");
            BootFiles.Stored initramfs = description.addInitramfs(files, folder);
            return insert(context, addition, description, kernel, initramfs);
        });
    }

    private String insert(
            OperationContext context,
            Addition addition,
            BootImageDescription description,
            BootFiles.Stored kernel,
            BootFiles.Stored initramfs) {
        String architecture = description.architecture() == null ? "x64" : description.architecture();
        String proposed = description.name() == null ? "Boot image" : description.name();
        NewPackage wanted =
                addition.withVersion(description.version()).as(PackageType.BOOT_IMAGE, proposed, architecture, "");
        long size = kernel.size() + initramfs.size();
        NewVersion version = new NewVersion("", size, size, addition.requiredPath(), "", "Added", context.createdBy());
        return database.write(handle -> {
            String id = packages.register(handle, wanted, version).id();
            BootImageSql sql = new BootImageSql(handle);
            boolean first = sql.defaultOf(architecture).isEmpty();
            sql.insert(id, architecture, description, kernel, initramfs, first);
            new BootImageDetailSql(handle).describe(id, description);
            context.subject(handle, id);
            return "Added %s as %s: %d bytes over the network%s."
                    .formatted(wanted.name(), id, size, first ? "; it is the default for " + architecture : "");
        });
    }
}
