package dev.slipway.site.library;

import dev.slipway.content.ContentFile;
import dev.slipway.content.ContentId;
import dev.slipway.content.FileSource;
import dev.slipway.content.SourceFile;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import dev.slipway.wim.WimExport;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Leaves one image in an upgrade package's install.wim, as its next version (UPG-2). The version before is the backup. */
@Component
class ExtractUpgradeIndex implements OperationWork {
    static final String KIND = "UPGRADE_PACKAGE_EXTRACT";
    private final Packages packages;
    private final Content content;
    private final StoredWims wims;
    private final UpgradeSource upgrades;
    private final Sources sources;
    private final TakeIn takeIn;

    ExtractUpgradeIndex(
            Packages packages,
            Content content,
            StoredWims wims,
            UpgradeSource upgrades,
            Sources sources,
            TakeIn takeIn) {
        this.packages = packages;
        this.content = content;
        this.wims = wims;
        this.upgrades = upgrades;
        this.sources = sources;
        this.takeIn = takeIn;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        Optional<String> completed = context.completed();
        if (completed.isPresent()) {
            return completed.get();
        }
        Extraction wanted = Extraction.decode(input);
        StoredPackage from = packages.get(PackageType.OS_UPGRADE_PACKAGE, wanted.packageId());
        Path image = ExtractImage.workFile(sources);
        try {
            return extract(context, from, wanted, image);
        } catch (IOException e) {
            throw SourceRefusal.of(from.name() + " (" + from.id() + ")", e);
        } finally {
            Files.deleteIfExists(image);
            Files.deleteIfExists(image.resolveSibling(""));
        }
    }

    private String extract(OperationContext context, StoredPackage from, Extraction wanted, Path image)
            throws IOException, InterruptedException {
        ContentId current = new ContentId(from.contentId());
        String imagePath = upgrades.imagePath(current);
        try (WimFile wim = wims.open(current, imagePath)) {
            if (wim.images().size() == 1) {
                throw new SlipwayException(
                        "wim-single-index",
                        409,
                        "The image of " + from.name() + " (" + from.id()
                                + ") holds one index already; nothing was done.");
            }
            WimExport.of(wim, List.of(wanted.index()))
                    .write(image, (done, total) -> context.progress(percent(done, total), "Writing the new WIM"));
        }
        if (wanted.overwriteSource()) {
            overwrite(context, from, imagePath, image);
        }
        return content.add(
                files(current, imagePath, image),
                (done, total) -> context.progress(30 + percent(done, total), "Adding to the content store"),
                added -> takeIn.check(context, upgrades, added),
                (added, details) -> takeIn.next(
                        context,
                        from,
                        added,
                        details,
                        "",
                        "Image " + wanted.index() + " extracted from version " + from.sourceVersion()));
    }

    private void overwrite(OperationContext context, StoredPackage from, String imagePath, Path image)
            throws IOException, InterruptedException {
        try (Source source = sources.open(from.sourcePath(), from.settings().sourceAccount())) {
            String written = source.write(List.of(imagePath.split("/")), true, target -> copy(image, target));
            context.log(written + " was overwritten; version " + from.sourceVersion() + " keeps what it was.");
        }
    }

    private static void copy(Path image, Path target) throws IOException {
        Path partial = target.resolveSibling("." + target.getFileName() + ".slipway");
        try {
            Files.copy(image, partial, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel written = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** The tree as it is, but for the image. */
    private List<SourceFile> files(ContentId current, String imagePath, Path image) throws IOException {
        List<SourceFile> files = new ArrayList<>();
        for (ContentFile file : content.store().manifest(current).files()) {
            FileSource source = file.path().equals(imagePath)
                    ? FileSource.of(image)
                    : new StoredFile(content.store(), current, file);
            files.add(new SourceFile(file.path(), source, UpgradeSource.cutter(file.path(), source)));
        }
        return files;
    }

    private static int percent(long done, long total) {
        return total <= 0 ? 0 : (int) (30.0 * done / total);
    }
}
