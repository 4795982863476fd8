package dev.slipway.site.library;

import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.Operations;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Boot images; of each architecture one is the default, with which machines start. */
@Component
public class BootImages {
    static final String TOPIC = PackageType.BOOT_IMAGE.topic();
    /** How long replaced files stay for machines that fetch them. */
    private static final Duration RETIRED_KEPT = Duration.ofHours(24);

    private final Database database;
    private final Operations operations;
    private final Events events;
    private final BootFiles files;
    private final Sources sources;
    private final Packages packages;
    private final Clock clock;

    BootImages(
            Database database,
            Operations operations,
            Events events,
            BootFiles files,
            Sources sources,
            Packages packages,
            Clock clock) {
        this.database = database;
        this.operations = operations;
        this.events = events;
        this.files = files;
        this.sources = sources;
        this.packages = packages;
        this.clock = clock;
        tidy();
    }

    /** By name. */
    public List<BootImage> all() {
        return database.read(handle -> new BootImageSql(handle).all());
    }

    public BootImage get(String id) {
        return database.read(handle -> require(handle, id));
    }

    /** @param architecture as {@code x64} */
    public Optional<BootImage> defaultOf(String architecture) {
        return database.read(handle -> new BootImageSql(handle).defaultOf(architecture));
    }

    /** Begins to add the folder that {@code slipway bootimage build} wrote. */
    public Operation add(Addition wanted, Caller caller) {
        Addition addition = wanted.checked();
        sources.checkFolder(addition.requiredPath(), addition.sourceAccount());
        return database.write(handle -> operations.submit(
                handle, AddBootImage.KIND, "Add boot image " + addition.path(), null, addition.encode(), caller));
    }

    public BootImage change(String id, PackageChange change) {
        packages.change(PackageType.BOOT_IMAGE, id, change);
        return get(id);
    }

    /** BOOT-3, Data Source. @param fromPoints machines start it from the distribution points that hold it */
    public BootImage startFromPoints(String id, boolean fromPoints) {
        return database.write(handle -> {
            BootImage image = require(handle, id);
            new BootImageSql(handle).fromPoints(image.id(), fromPoints);
            events.publish(handle, TOPIC, id, Event.Change.CHANGED);
            return require(handle, id);
        });
    }

    public BootImage makeDefault(String id) {
        database.change(handle -> {
            BootImage image = require(handle, id);
            new BootImageSql(handle).makeDefault(id, image.architecture());
            events.publish(handle, TOPIC, id, Event.Change.CHANGED);
        });
        return get(id);
    }

    public synchronized void delete(String id) {
        packages.delete(PackageType.BOOT_IMAGE, id, handle -> refuseDefault(handle, require(handle, id)));
        tidy();
    }

    private static void refuseDefault(Handle handle, BootImage image) {
        boolean othersExist = new BootImageSql(handle)
                .all().stream()
                        .anyMatch(other -> !other.id().equals(image.id())
                                && other.architecture().equals(image.architecture()));
        if (image.isDefault() && othersExist) {
            throw new SlipwayException(
                    "boot-image-is-default",
                    409,
                    "Machines start with " + image.name() + " (" + image.id()
                            + "). Make another boot image the default first.");
        }
    }

    /** Puts boot files there and names them in a row. */
    interface Registration {
        void run() throws IOException, InterruptedException;
    }

    /** Nobody tidies meanwhile. */
    synchronized void register(Registration registration) throws IOException, InterruptedException {
        try {
            registration.run();
        } catch (IOException | InterruptedException | RuntimeException e) {
            tidy();
            throw e;
        }
    }

    /** Deletes what no boot image needs and what was replaced a day ago. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1H")
    synchronized void tidy() {
        Instant since = clock.instant().minus(RETIRED_KEPT);
        Set<String> named = database.write(handle -> new BootImageDetailSql(handle).needed(since));
        files.keepOnly(named);
    }

    static BootImage require(Handle handle, String id) {
        return new BootImageSql(handle).find(id).orElseThrow(() -> SlipwayException.notFound("boot image", id));
    }
}
