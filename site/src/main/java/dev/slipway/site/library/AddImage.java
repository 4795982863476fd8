package dev.slipway.site.library;

import dev.slipway.content.ContentError;
import dev.slipway.content.ContentException;
import dev.slipway.content.Ingested;
import dev.slipway.content.SourceFile;
import dev.slipway.content.WimCutter;
import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import dev.slipway.wim.ByteRange;
import dev.slipway.wim.ImageInfo;
import dev.slipway.wim.Resource;
import dev.slipway.wim.WimException;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
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
    private final Events events;
    private final SlipwayProperties properties;
    private final Clock clock;

    AddImage(Database database, Content content, Events events, SlipwayProperties properties, Clock clock) {
        this.database = database;
        this.content = content;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        Images.Addition addition = Json.decode(input.getBytes(StandardCharsets.UTF_8), Images.Addition.class);
        Optional<String> made = context.made();
        if (made.isPresent()) {
            return "Added %s as %s before the site stopped.".formatted(addition.path(), made.get());
        }
        Path source = SourcePath.file(addition.path());
        Stamp before = Stamp.of(source);
        try (WimFile wim = WimFile.open(source)) {
            refuseEncrypted(wim, source);
            context.log("%s: %d image(s), %s%s, %d bytes"
                    .formatted(
                            source,
                            wim.images().size(),
                            wim.header().compression(),
                            isSolid(wim) ? " solid" : "",
                            before.size()));
            wim.verify(
                    (done, total) -> context.progress(percent(done, total, 0, VERIFIED_PERCENT), "Verifying the WIM"));
            if (!before.equals(Stamp.of(source))) {
                throw changed(source);
            }
            return store(context, addition, source, wim);
        } catch (WimException e) {
            throw refusal(source, e);
        } catch (ContentException e) {
            throw new SlipwayException(code(e.error()), 422, sentence(e), e);
        }
    }

    private String store(OperationContext context, Images.Addition addition, Path source, WimFile wim)
            throws ContentException, InterruptedException {
        SourceFile file = new SourceFile(CONTENT_PATH, source, new WimCutter(cuts(wim)));
        String name = addition.name().isEmpty() ? proposedName(wim, source) : addition.name();
        String[] id = new String[1];
        Ingested ingested = content.add(
                List.of(file),
                (done, total) ->
                        context.progress(percent(done, total, VERIFIED_PERCENT, 100), "Adding to the content store"),
                added -> id[0] = register(context, addition, name, wim, added));
        return "Added %s as %s: %d bytes, of which %d were new to the content store."
                .formatted(name, id[0], ingested.sizeBytes(), ingested.newBytes());
    }

    private String register(
            OperationContext context, Images.Addition addition, String name, WimFile wim, Ingested added) {
        long blocks = blocks(added);
        return database.write(handle -> {
            String id = PackageNumbers.next(handle, properties.siteCode());
            Instant now = clock.instant();
            new PackageSql(handle)
                    .insert(new StoredPackage(
                            id,
                            PackageType.OS_IMAGE,
                            name,
                            addition.version(),
                            addition.comment(),
                            addition.path(),
                            1,
                            added.content().hex(),
                            added.sizeBytes(),
                            added.newBytes(),
                            now,
                            now));
            ImageSql sql = new ImageSql(handle);
            sql.insert(id, wim.header(), isSolid(wim), blocks);
            wim.images().forEach(info -> sql.insert(id, ImageIndex.of(info)));
            context.subject(handle, id);
            events.publish(handle, Images.TOPIC, id, Event.Change.CREATED);
            return id;
        });
    }

    private long blocks(Ingested added) {
        try {
            return content.store().manifest(added.content()).files().stream()
                    .mapToLong(file -> file.blocks().size())
                    .sum();
        } catch (ContentException e) {
            throw new SlipwayException(code(e.error()), 500, sentence(e), e);
        }
    }

    /** Every resource and every table begins and ends at a cut, so that an unchanged one is the same block in the next version. */
    private static List<ByteRange> cuts(WimFile wim) {
        List<Resource> resources = new ArrayList<>(wim.resources());
        resources.add(wim.header().blobTable());
        resources.add(wim.header().xml());
        resources.add(wim.header().integrityTable());
        return resources.stream()
                .filter(resource -> resource.sizeInWim() > 0)
                .map(resource -> new ByteRange(resource.offset(), resource.sizeInWim()))
                .toList();
    }

    /** IMG-2: the first image's own name, else the file's. */
    private static String proposedName(WimFile wim, Path source) {
        String fileName = String.valueOf(source.getFileName());
        int dot = fileName.lastIndexOf('.');
        String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
        String name = wim.images().stream()
                .findFirst()
                .map(AddImage::bestName)
                .filter(text -> !text.isBlank())
                .orElse(stem);
        return Packages.proposed(name);
    }

    private static String bestName(ImageInfo info) {
        return info.displayName().isBlank() ? info.name() : info.displayName();
    }

    private static boolean isSolid(WimFile wim) {
        return wim.resources().stream().anyMatch(Resource::isSolid);
    }

    private static void refuseEncrypted(WimFile wim, Path source) {
        if (wim.isEncrypted()) {
            throw new SlipwayException(
                    "wim-encrypted",
                    422,
                    source
                            + " is an encrypted ESD; Slipway cannot read it. Convert it to a WIM first, or take install.wim.");
        }
    }

    private static SlipwayException refusal(Path source, WimException e) {
        String code = switch (e.code()) {
            case NOT_A_WIM -> "wim-not-a-wim";
            case TRUNCATED -> "wim-truncated";
            case ENCRYPTED -> "wim-encrypted";
            case SPLIT_PART -> "wim-split";
            case UNSUPPORTED_VERSION, UNSUPPORTED_COMPRESSION -> "wim-unsupported";
            case TOO_LARGE -> "wim-too-large";
            case CORRUPT,
                    HASH_MISMATCH,
                    INTEGRITY_MISMATCH,
                    MISSING_BLOB,
                    NO_SUCH_IMAGE,
                    NO_SUCH_PATH,
                    SOLID,
                    TARGET_EXISTS,
                    UNSAFE_NAME -> "wim-corrupt";
        };
        return new SlipwayException(code, 422, source + ": " + sentence(e), e);
    }

    private static String code(ContentError error) {
        return switch (error) {
            case OUT_OF_SPACE -> "store-full";
            case SOURCE_UNREADABLE,
                    SOURCE_CHANGED,
                    STORE_IN_USE,
                    STORE_UNWRITABLE,
                    STORE_DAMAGED,
                    CONTENT_UNKNOWN,
                    FILE_UNKNOWN,
                    PACK_UNKNOWN,
                    DOCUMENT_INVALID,
                    TRANSFER_FAILED -> error.code();
        };
    }

    private static SlipwayException changed(Path source) {
        return new SlipwayException(
                ContentError.SOURCE_CHANGED.code(),
                422,
                source + " changed while it was read. Add it again when nobody writes to it.");
    }

    private static String sentence(IOException e) {
        return String.valueOf(e.getMessage());
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
