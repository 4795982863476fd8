package dev.slipway.site.library;

import dev.slipway.protocol.Json;
import dev.slipway.site.Caller;
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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Operating system images. */
@Component
public class Images {
    static final String TOPIC = "image";
    private final Database database;
    private final Operations operations;
    private final Events events;
    private final Content content;
    private final Clock clock;

    Images(Database database, Operations operations, Events events, Content content, Clock clock) {
        this.database = database;
        this.operations = operations;
        this.events = events;
        this.content = content;
        this.clock = clock;
    }

    /** @param name empty: proposed from the WIM */
    record Addition(String path, String name, String version, String comment) {}

    /** By name. */
    public List<Image> all() {
        return database.read(handle -> new ImageSql(handle).all());
    }

    public Image get(String id) {
        return database.read(handle -> new ImageSql(handle).image(Packages.require(handle, PackageType.OS_IMAGE, id)));
    }

    /**
     * Begins to add an image (IMG-2).
     *
     * @param path absolute, on the site's machine
     * @param name null or empty: proposed from the WIM
     */
    public Operation add(
            String path, @Nullable String name, @Nullable String version, @Nullable String comment, Caller caller) {
        Path source = SourcePath.file(path);
        String wanted = name == null || name.isBlank() ? null : name.strip();
        Packages.checkTexts(wanted, version, comment);
        Addition addition = new Addition(
                source.toString(),
                Objects.requireNonNullElse(wanted, ""),
                Objects.requireNonNullElse(version, ""),
                Objects.requireNonNullElse(comment, ""));
        String input = new String(Json.encode(addition), StandardCharsets.UTF_8);
        return database.write(
                handle -> operations.submit(handle, AddImage.KIND, "Add image " + source, null, input, caller));
    }

    /** What is null stays. */
    public Image change(String id, @Nullable String name, @Nullable String version, @Nullable String comment) {
        Packages.checkTexts(name, version, comment);
        return database.write(handle -> {
            StoredPackage now = Packages.require(handle, PackageType.OS_IMAGE, id);
            PackageSql sql = new PackageSql(handle);
            sql.rename(
                    id,
                    Objects.requireNonNullElse(name, now.name()).strip(),
                    Objects.requireNonNullElse(version, now.version()),
                    Objects.requireNonNullElse(comment, now.comment()),
                    clock.instant());
            events.publish(handle, TOPIC, id, Event.Change.CHANGED);
            return new ImageSql(handle).image(Packages.require(handle, PackageType.OS_IMAGE, id));
        });
    }

    /** Refused while a task sequence refers to it. */
    public void delete(String id) {
        StoredPackage image = database.read(handle -> Packages.require(handle, PackageType.OS_IMAGE, id));
        content.forget(
                image.contentId(),
                () -> database.change(handle -> {
                    StoredPackage now = Packages.require(handle, PackageType.OS_IMAGE, id);
                    Packages.refuseUsed(handle, now);
                    new PackageSql(handle).delete(id);
                    events.publish(handle, TOPIC, id, Event.Change.DELETED);
                }));
    }
}
