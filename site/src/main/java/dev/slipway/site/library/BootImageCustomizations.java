package dev.slipway.site.library;

import dev.slipway.media.BootOverlay;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.SourceException;
import dev.slipway.site.library.source.SourceFileEntry;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/**
 * Customises boot images (BOOT-3). The customisation is kept here and holds whatever the image is rebuilt to (BOOT-5): machines fetch
 * it as a small initramfs in front of the image's own.
 */
@Component
public class BootImageCustomizations {
    private static final int MOST_FILES = 500;
    private static final long MOST_BYTES = 64L << 20;

    private final Database database;
    private final BootImages bootImages;
    private final BootFiles bootFiles;
    private final Sources sources;
    private final Events events;
    private final Clock clock;
    private final Path work;

    BootImageCustomizations(
            Database database,
            BootImages bootImages,
            BootFiles bootFiles,
            Sources sources,
            Events events,
            Clock clock,
            SlipwayProperties properties) {
        this.database = database;
        this.bootImages = bootImages;
        this.bootFiles = bootFiles;
        this.sources = sources;
        this.events = events;
        this.clock = clock;
        this.work = properties.data();
    }

    public BootImageDetails details(String id) {
        return database.read(handle -> {
            BootImage image = BootImages.require(handle, id);
            return details(handle, image);
        });
    }

    private static BootImageDetails details(Handle handle, BootImage image) {
        BootImageDetailSql sql = new BootImageDetailSql(handle);
        BootImageDetailSql.Row row = sql.row(image.id());
        BootImageCustomization customization = sql.customization(image.id());
        return new BootImageDetails(
                row.agentBuild(),
                row.builtAt(),
                row.compression(),
                row.overlayFormat() == BootOverlay.FORMAT,
                row.componentList(),
                customization,
                sql.files(image.id()),
                sql.drivers(image.id()),
                sql.sequences(image.id()),
                warnings(customization, row));
    }

    private static List<String> warnings(BootImageCustomization customization, BootImageDetailSql.Row row) {
        List<String> warnings = new ArrayList<>();
        if (customization.commandSupport()) {
            warnings.add("Command support is on: whoever sits at a machine that starts this image has a shell with"
                    + " all rights. For testing only.");
        }
        if (!new TreeSet<>(customization.components()).equals(new TreeSet<>(row.componentList()))) {
            warnings.add("The optional components differ from those in the image: rebuild it.");
        }
        return warnings;
    }

    /**
     * Changes the customisation; machines get it at their next start.
     *
     * @throws SlipwayException {@code request-invalid}; 409 {@code boot-image-not-customizable} (BOOT-4); {@code prestart-too-large}
     */
    public BootImageDetails change(String id, BootImageCustomization.Change change) throws InterruptedException {
        try {
            bootImages.register(() -> apply(id, change));
        } catch (IOException e) {
            throw new UncheckedIOException("The boot image " + id + " could not be customised", e);
        }
        bootImages.tidy();
        return details(id);
    }

    private void apply(String id, BootImageCustomization.Change change) throws IOException, InterruptedException {
        BootImage image = bootImages.get(id);
        BootImageDetails now = details(id);
        BootImageCustomization wanted = now.customization().with(change);
        if (wanted.needsOverlay() && !now.customizable()) {
            throw new SlipwayException(
                    "boot-image-not-customizable",
                    409,
                    image.name() + " (" + id + ") was built by an older version of Slipway, whose start reads no"
                            + " customisation. Rebuild it first.");
        }
        List<BootImageDetails.PrestartFile> files = files(wanted, now, change);
        BootFiles.Stored overlay = wanted.needsOverlay() ? overlay(wanted, files) : new BootFiles.Stored("", 0);
        Instant time = clock.instant();
        database.change(handle -> {
            BootImageDetailSql sql = new BootImageDetailSql(handle);
            if (!image.overlayHash().equals(overlay.hash())) {
                sql.retire(List.of(image.overlayHash()), time);
            }
            sql.files(id, files);
            sql.customize(id, wanted, overlay.hash(), overlay.size());
            events.publish(handle, BootImages.TOPIC, id, Event.Change.CHANGED);
        });
    }

    private List<BootImageDetails.PrestartFile> files(
            BootImageCustomization wanted, BootImageDetails now, BootImageCustomization.Change change)
            throws IOException, InterruptedException {
        if (wanted.prestartFolder().isEmpty()) {
            return List.of();
        }
        // A folder that is named again is read again.
        return change.prestartFolder() == null ? now.files() : read(wanted);
    }

    private List<BootImageDetails.PrestartFile> read(BootImageCustomization wanted)
            throws IOException, InterruptedException {
        String account = wanted.prestartAccount().isEmpty() ? null : wanted.prestartAccount();
        try (Source source = sources.open(wanted.prestartFolder(), account)) {
            List<SourceFileEntry> found = source.files();
            long bytes =
                    found.stream().mapToLong(file -> file.stamp().sizeBytes()).sum();
            if (found.size() > MOST_FILES || bytes > MOST_BYTES) {
                throw new SlipwayException(
                        "prestart-too-large",
                        422,
                        source.name() + " holds more than " + MOST_FILES + " files or " + (MOST_BYTES >> 20)
                                + " MiB. Every machine fetches these at each start: take what the command needs.");
            }
            List<BootImageDetails.PrestartFile> files = new ArrayList<>();
            for (SourceFileEntry file : found) {
                try (ReadAt open = file.file().open()) {
                    BootFiles.Stored stored = bootFiles.add(open);
                    files.add(new BootImageDetails.PrestartFile(file.path(), stored.hash(), stored.size()));
                }
            }
            return files;
        } catch (SourceException e) {
            throw e.refusal();
        }
    }

    private BootFiles.Stored overlay(BootImageCustomization wanted, List<BootImageDetails.PrestartFile> files)
            throws IOException, InterruptedException {
        List<BootOverlay.Included> included = files.stream()
                .map(file -> new BootOverlay.Included(
                        file.path(),
                        bootFiles
                                .find(file.hash())
                                .orElseThrow(() -> new SlipwayException(
                                        "boot-file-missing",
                                        409,
                                        file.path() + " is missing in the site's boot files. Name the folder of the"
                                                + " prestart files again."))))
                .toList();
        Path archive = Files.createTempFile(work, "overlay-", ".img");
        try {
            BootOverlay.write(archive, wanted.forStart(), included);
            return bootFiles.add(archive);
        } finally {
            Files.deleteIfExists(archive);
        }
    }
}
