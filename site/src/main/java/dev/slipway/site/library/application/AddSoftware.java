package dev.slipway.site.library.application;

import dev.slipway.content.ContentException;
import dev.slipway.content.Ingested;
import dev.slipway.protocol.Json;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import dev.slipway.site.library.NewPackage;
import dev.slipway.site.library.NewVersion;
import dev.slipway.site.library.PackageSettings;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.SourceRefusal;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Takes the folder of an application or package into the content store and writes its rows; nothing remains of a failure. */
@Component
class AddSoftware implements OperationWork {
    static final String KIND = "SOFTWARE_ADD";
    private final Database database;
    private final Content content;
    private final Packages packages;
    private final Sources sources;
    private final Clock clock;

    AddSoftware(Database database, Content content, Packages packages, Sources sources, Clock clock) {
        this.clock = clock;
        this.sources = sources;
        this.database = database;
        this.content = content;
        this.packages = packages;
    }

    record Input(PackageType type, NewSoftware software) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String json) throws Exception {
        Input input = Json.decode(json.getBytes(StandardCharsets.UTF_8), Input.class);
        NewSoftware wanted = input.software().checked();
        Optional<String> made = context.made();
        if (made.isPresent()) {
            return "Added %s as %s before the site stopped.".formatted(wanted.requiredName(), made.get());
        }
        if (wanted.folder().isEmpty()) {
            NewVersion none = new NewVersion("", 0, 0, "", "", "Added without content", context.createdBy());
            database.change(handle -> register(handle, context, input, none));
            return "Added %s as %s, without content."
                    .formatted(wanted.requiredName(), context.made().orElseThrow());
        }
        return withContent(context, input, wanted);
    }

    private String withContent(OperationContext context, Input input, NewSoftware wanted) throws InterruptedException {
        try (Source opened = sources.open(wanted.folder(), wanted.sourceAccount())) {
            return store(context, input, wanted, SourceFolder.of(opened, clock.instant()), opened.name());
        } catch (IOException e) {
            throw SourceRefusal.of(wanted.folder(), e);
        }
    }

    private String store(
            OperationContext context, Input input, NewSoftware wanted, SourceFolder source, String sourceName)
            throws ContentException, InterruptedException {
        context.log(
                "%s: %d files, %d bytes".formatted(sourceName, source.files().size(), source.sizeBytes()));
        Ingested ingested = content.add(
                source.files(),
                (done, total) -> context.progress(percent(done, total), "Adding to the content store"),
                added -> database.change(handle -> register(
                        handle,
                        context,
                        input,
                        NewVersion.of(added, wanted.folder(), source.stamp(), "Added", context.createdBy()))));
        return "Added %s as %s: %d bytes, of which %d were new to the content store."
                .formatted(
                        wanted.requiredName(), context.made().orElseThrow(), ingested.sizeBytes(), ingested.newBytes());
    }

    private void register(Handle handle, OperationContext context, Input input, NewVersion first) {
        NewSoftware wanted = input.software();
        NewPackage added = new NewPackage(
                input.type(),
                wanted.requiredName(),
                Objects.requireNonNullElse(wanted.version(), ""),
                Objects.requireNonNullElse(wanted.comment(), ""),
                "",
                PackageSettings.DEFAULT.withSourceAccount(wanted.sourceAccount()));
        String id = packages.register(handle, added, first).id();
        handle.execute(
                "update package set manufacturer = ?, language = ? where id = ?",
                Objects.requireNonNullElse(wanted.manufacturer(), ""),
                Objects.requireNonNullElse(wanted.language(), ""),
                id);
        SoftwareSql sql = new SoftwareSql(handle);
        sql.programs(id, wanted.programsOrNone());
        sql.deploymentTypes(id, wanted.deploymentTypesOrNone());
        context.subject(handle, id);
    }

    static int percent(long done, long total) {
        return total <= 0 ? 0 : (int) (100.0 * done / total);
    }
}
