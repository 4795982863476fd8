package dev.slipway.site.library;

import dev.slipway.protocol.Json;
import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.Operations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Boot images; of each architecture one is the default, with which machines start. */
@Component
public class BootImages {
    static final String TOPIC = "boot-image";
    private final Database database;
    private final Operations operations;
    private final Events events;
    private final BootFiles files;
    private final Clock clock;

    BootImages(Database database, Operations operations, Events events, BootFiles files, Clock clock) {
        this.database = database;
        this.operations = operations;
        this.events = events;
        this.files = files;
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
    public Operation add(
            String path, @Nullable String name, @Nullable String version, @Nullable String comment, Caller caller) {
        Path source = SourcePath.folder(path);
        Packages.checkTexts(name, version, comment);
        Images.Addition addition = new Images.Addition(
                source.toString(),
                Objects.requireNonNullElse(name, "").strip(),
                Objects.requireNonNullElse(version, ""),
                Objects.requireNonNullElse(comment, ""));
        String input = new String(Json.encode(addition), StandardCharsets.UTF_8);
        return database.write(handle ->
                operations.submit(handle, AddBootImage.KIND, "Add boot image " + source, null, input, caller));
    }

    public BootImage change(String id, @Nullable String name, @Nullable String version, @Nullable String comment) {
        Packages.checkTexts(name, version, comment);
        return database.write(handle -> {
            BootImage now = require(handle, id);
            new PackageSql(handle)
                    .rename(
                            id,
                            Objects.requireNonNullElse(name, now.name()).strip(),
                            Objects.requireNonNullElse(version, now.version()),
                            Objects.requireNonNullElse(comment, now.comment()),
                            clock.instant());
            events.publish(handle, TOPIC, id, Event.Change.CHANGED);
            return require(handle, id);
        });
    }

    public BootImage makeDefault(String id) {
        return database.write(handle -> {
            BootImage image = require(handle, id);
            new BootImageSql(handle).makeDefault(id, image.architecture());
            events.publish(handle, TOPIC, id, Event.Change.CHANGED);
            return require(handle, id);
        });
    }

    public synchronized void delete(String id) {
        database.change(handle -> {
            BootImage image = require(handle, id);
            boolean othersExist = new BootImageSql(handle)
                    .all().stream()
                            .anyMatch(other -> !other.id().equals(id)
                                    && other.architecture().equals(image.architecture()));
            if (image.isDefault() && othersExist) {
                throw new SlipwayException(
                        "boot-image-is-default",
                        409,
                        "Machines start with " + image.name() + " (" + id
                                + "). Make another boot image the default first.");
            }
            Packages.refuseUsed(handle, Packages.require(handle, PackageType.BOOT_IMAGE, id));
            new PackageSql(handle).delete(id);
            events.publish(handle, TOPIC, id, Event.Change.DELETED);
        });
        tidy();
    }

    /** Takes in both files and names them in a row; nobody tidies meanwhile. */
    synchronized String register(AddBootImage.Registration registration)
            throws java.io.IOException, InterruptedException {
        try {
            return registration.run(files);
        } catch (java.io.IOException | InterruptedException | RuntimeException e) {
            tidy();
            throw e;
        }
    }

    private synchronized void tidy() {
        Set<String> named = all().stream()
                .flatMap(image -> Stream.of(image.kernelHash(), image.initramfsHash()))
                .collect(Collectors.toUnmodifiableSet());
        files.keepOnly(named);
    }

    private static BootImage require(Handle handle, String id) {
        return new BootImageSql(handle).find(id).orElseThrow(() -> SlipwayException.notFound("boot image", id));
    }
}
