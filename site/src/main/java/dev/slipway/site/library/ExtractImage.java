package dev.slipway.site.library;

import dev.slipway.content.ContentId;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import dev.slipway.wim.WimExport;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes one image out of an operating system image into a new WIM, and adds that (IMG-4). The source stays as it is. */
@Component
class ExtractImage implements OperationWork {
    static final String KIND = "IMAGE_EXTRACT";
    private final Packages packages;
    private final StoredWims wims;
    private final Sources sources;
    private final TakeIn takeIn;
    private final ImageSource images;

    ExtractImage(Packages packages, StoredWims wims, Sources sources, TakeIn takeIn, ImageSource images) {
        this.packages = packages;
        this.wims = wims;
        this.sources = sources;
        this.takeIn = takeIn;
        this.images = images;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        Extraction wanted = Extraction.decode(input);
        Optional<String> made = context.made();
        if (made.isPresent()) {
            return "Added the image as %s before the site stopped.".formatted(made.get());
        }
        StoredPackage from = packages.get(PackageType.OS_IMAGE, wanted.packageId());
        try (WimFile wim = wims.open(new ContentId(from.contentId()), ImageSource.CONTENT_PATH)) {
            String path = write(context, from, wim, wanted);
            context.log("Wrote image " + wanted.index() + " of " + from.name() + " to " + path);
            Addition addition = new Addition(
                    path,
                    wanted.name(),
                    from.version(),
                    from.comment(),
                    from.settings().sourceAccount(),
                    null,
                    null,
                    null,
                    // The image it is taken from was accepted.
                    true);
            return takeIn.add(context, images, addition);
        } catch (IOException e) {
            throw SourceRefusal.of(from.name() + " (" + from.id() + ")", e);
        }
    }

    private String write(OperationContext context, StoredPackage from, WimFile wim, Extraction wanted)
            throws IOException, InterruptedException {
        WimExport export = WimExport.of(wim, List.of(wanted.index()));
        String path = wanted.path();
        if (path == null) {
            try (Source source = sources.open(from.sourcePath(), from.settings().sourceAccount())) {
                return write(context, export, source, siblingName(source.lastName(), wanted.index()));
            }
        }
        try (Source folder = sources.openFolderOf(path, from.settings().sourceAccount())) {
            return write(context, export, folder, Sources.lastName(path));
        }
    }

    /** A file that an attempt before a kill has begun to write gives way; anybody else's does not. */
    static String write(OperationContext context, WimExport export, Source source, String name)
            throws IOException, InterruptedException {
        String line = "Writing " + name;
        boolean isOurs = context.hasLogged(line);
        return source.write(List.of(name), isOurs, target -> {
            if (isOurs) {
                removePartsOf(target);
            } else {
                context.log(line);
            }
            export.write(
                    target,
                    (done, total) -> context.progress(percent(done, total), "Writing the new WIM"),
                    WimExport.Option.REPLACE);
        });
    }

    /** A kill leaves the file on its way beside its target. */
    private static void removePartsOf(Path target) throws IOException {
        String begin = "." + target.getFileName() + ".";
        try (DirectoryStream<Path> left = Files.newDirectoryStream(
                target.resolveSibling(""), file -> isPart(file.getFileName().toString(), begin))) {
            for (Path part : left) {
                Files.delete(part);
            }
        }
    }

    private static boolean isPart(String name, String begin) {
        return name.startsWith(begin) && name.endsWith(".part");
    }

    /** {@code install.wim} becomes {@code install-index3.wim}. */
    static String siblingName(String fileName, int index) {
        int dot = fileName.lastIndexOf('.');
        String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
        return stem + "-index" + index + ".wim";
    }

    private static int percent(long done, long total) {
        return total <= 0 ? 0 : (int) (40.0 * done / total);
    }

    /** Room for a file that is made on the site's machine. */
    static Path workFile(Sources sources) throws IOException {
        return Files.createTempDirectory(sources.work(), "extract-").resolve("install.wim");
    }
}
