package dev.slipway.site.library;

import dev.slipway.content.ContentException;
import dev.slipway.content.Ingested;
import dev.slipway.content.SourceFile;
import dev.slipway.content.WimCutter;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import dev.slipway.wim.WimException;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Adds an operating system image: verifies the WIM from end to end, puts it into the content store, then writes its rows. */
@Component
class AddImage implements OperationWork {
    static final String KIND = "IMAGE_ADD";

    /** Under this path the WIM lies in its content. */
    static final String CONTENT_PATH = "image.wim";

    private static final int VERIFIED_PERCENT = 60;
    private final Database database;
    private final Content content;
    private final Packages packages;

    AddImage(Database database, Content content, Packages packages) {
        this.database = database;
        this.content = content;
        this.packages = packages;
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
        Path source = SourcePath.file(addition.requiredPath());
        Stamp before = Stamp.of(source);
        try (WimFile wim = WimFile.open(source)) {
            if (wim.isEncrypted()) {
                throw SourceRefusal.encrypted(source);
            }
            WimDescription description = WimDescription.of(wim);
            context.log("%s: %d image(s), %s%s, %d bytes"
                    .formatted(
                            source,
                            description.indexes().size(),
                            description.compression(),
                            description.solid() ? " solid" : "",
                            before.size()));
            wim.verify(
                    (done, total) -> context.progress(percent(done, total, 0, VERIFIED_PERCENT), "Verifying the WIM"));
            if (!before.equals(Stamp.of(source))) {
                throw SourceRefusal.changed(source);
            }
            return store(context, addition, source, wim);
        } catch (WimException e) {
            throw SourceRefusal.of(source, e);
        } catch (ContentException e) {
            throw SourceRefusal.of(e);
        }
    }

    private String store(OperationContext context, Addition addition, Path source, WimFile wim)
            throws ContentException, InterruptedException {
        SourceFile file = new SourceFile(CONTENT_PATH, source, new WimCutter(WimDescription.cuts(wim)));
        WimDescription description = WimDescription.of(wim);
        NewPackage wanted = addition.as(
                PackageType.OS_IMAGE,
                WimDescription.proposedName(wim).orElse(stem(source)),
                description.architecture());
        Ingested ingested = content.add(
                List.of(file),
                (done, total) ->
                        context.progress(percent(done, total, VERIFIED_PERCENT, 100), "Adding to the content store"),
                added -> database.change(handle -> {
                    NewVersion first = NewVersion.of(added, addition.requiredPath(), "", "Added", context.createdBy());
                    String id = packages.register(handle, wanted, first).id();
                    new ImageSql(handle).put(id, CONTENT_PATH, description, blocks(added));
                    context.subject(handle, id);
                }));
        return "Added %s as %s: %d bytes, of which %d were new to the content store."
                .formatted(wanted.name(), context.made().orElseThrow(), ingested.sizeBytes(), ingested.newBytes());
    }

    private long blocks(Ingested added) {
        try {
            return content.store().manifest(added.content()).files().stream()
                    .mapToLong(file -> file.blocks().size())
                    .sum();
        } catch (ContentException e) {
            throw SourceRefusal.of(e);
        }
    }

    private static String stem(Path source) {
        String fileName = String.valueOf(source.getFileName());
        int dot = fileName.lastIndexOf('.');
        return dot > 0 ? fileName.substring(0, dot) : fileName;
    }

    private static int percent(long done, long total, int from, int to) {
        return total <= 0 ? from : from + (int) ((to - from) * (double) done / total);
    }

    /** Tells whether a file changed between two looks. */
    private record Stamp(long size, Instant modified, String key) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    attributes.size(), attributes.lastModifiedTime().toInstant(), String.valueOf(attributes.fileKey()));
        }
    }
}
