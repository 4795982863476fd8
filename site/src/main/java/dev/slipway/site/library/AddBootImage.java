package dev.slipway.site.library;

import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Copies the two files of a boot image into the data folder, checks their hashes, and writes its row. */
@Component
class AddBootImage implements OperationWork {
    static final String KIND = "BOOT_IMAGE_ADD";
    private static final String DESCRIPTION = "bootimage.json";
    private final Database database;
    private final BootImages bootImages;
    private final Packages packages;

    AddBootImage(Database database, BootImages bootImages, Packages packages) {
        this.database = database;
        this.bootImages = bootImages;
        this.packages = packages;
    }

    /** As {@code bootimage.json} says it; what it says besides is not needed here. */
    record Description(
            @Nullable String name,
            @Nullable String version,
            @Nullable String architecture,
            @Nullable String kernelVersion,
            @Nullable String agentVersion,
            @Nullable Part kernel,
            @Nullable Part initramfs) {
        record Part(@Nullable String path, @Nullable String sha256) {}
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
        Description description = read(folder);
        context.progress(5, "Copying");
        return bootImages.register(files -> {
            BootFiles.Stored kernel = add(files, folder, "kernel", description.kernel());
            context.progress(30, "Copying");
            BootFiles.Stored initramfs = add(files, folder, "initramfs", description.initramfs());
            return insert(context, addition, description, kernel, initramfs);
        });
    }

    private static Description read(Path folder) throws IOException {
        Path file = folder.resolve(DESCRIPTION);
        if (!Files.isRegularFile(file)) {
            throw incomplete(folder + " has no " + DESCRIPTION + ".");
        }
        try {
            return Json.decode(Files.readAllBytes(file), Description.class);
        } catch (JacksonException e) {
            throw new SlipwayException(
                    "boot-image-corrupt", 422, file + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    private static BootFiles.Stored add(BootFiles files, Path folder, String what, Description.@Nullable Part part)
            throws IOException, InterruptedException {
        if (part == null || part.path() == null || part.sha256() == null) {
            throw incomplete(folder.resolve(DESCRIPTION) + " names no " + what + ".");
        }
        Path file = folder.resolve(part.path()).normalize();
        if (!file.startsWith(folder)) {
            throw new SlipwayException(
                    "boot-image-corrupt", 422, folder.resolve(DESCRIPTION) + " names a file outside its folder.");
        }
        return files.add(file, part.sha256());
    }

    private String insert(
            OperationContext context,
            Addition addition,
            Description description,
            BootFiles.Stored kernel,
            BootFiles.Stored initramfs) {
        String architecture = description.architecture() == null ? "x64" : description.architecture();
        String proposed = description.name() == null ? "Boot image" : description.name();
        NewPackage wanted =
                addition.withVersion(description.version()).as(PackageType.BOOT_IMAGE, proposed, architecture);
        long size = kernel.size() + initramfs.size();
        NewVersion version = new NewVersion("", size, size, addition.requiredPath(), "", "Added", context.createdBy());
        return database.write(handle -> {
            String id = packages.register(handle, wanted, version).id();
            BootImageSql sql = new BootImageSql(handle);
            boolean first = sql.defaultOf(architecture).isEmpty();
            sql.insert(id, architecture, description, kernel, initramfs, first);
            context.subject(handle, id);
            return "Added %s as %s: %d bytes over the network%s."
                    .formatted(wanted.name(), id, size, first ? "; it is the default for " + architecture : "");
        });
    }

    private static SlipwayException incomplete(String detail) {
        return new SlipwayException(
                "boot-image-incomplete", 422, detail + " Build the boot image again with `slipway bootimage build`.");
    }
}
