package dev.slipway.site.library.application;

import dev.slipway.protocol.Json;
import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.PackageChange;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.StoredPackage;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.Operations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Applications and classic packages: both are a content, or none, with what is run of it. */
@Component
public class SoftwareLibrary {
    private final Database database;
    private final Operations operations;
    private final Packages packages;
    private final Events events;
    private final Sources sources;

    SoftwareLibrary(Database database, Operations operations, Packages packages, Events events, Sources sources) {
        this.database = database;
        this.operations = operations;
        this.packages = packages;
        this.events = events;
        this.sources = sources;
    }

    /** By name. */
    public List<Software> all(PackageType type) {
        return packages.ofType(type).stream()
                .map(shared -> database.read(handle -> of(handle, shared)))
                .toList();
    }

    public Software get(PackageType type, String id) {
        return database.read(handle -> of(handle, Packages.require(handle, type, id)));
    }

    private Software of(Handle handle, StoredPackage shared) {
        SoftwareSql sql = new SoftwareSql(handle);
        return new Software(
                shared,
                sql.programs(shared.id()),
                sql.deploymentTypes(shared.id()),
                packages.usersOf(handle, shared.id()));
    }

    /** Begins to add; what is wrong is refused at once. */
    public Operation add(PackageType type, NewSoftware wanted, Caller caller) {
        NewSoftware checked = wanted.checked();
        if (!checked.folder().isEmpty()) {
            sources.checkFolder(checked.folder(), checked.sourceAccount());
        }
        AddSoftware.Input input = new AddSoftware.Input(type, checked);
        return submit(AddSoftware.KIND, "Add " + type.kind() + " " + checked.requiredName(), null, input, caller);
    }

    /**
     * Begins to read the source again (DIST-3).
     *
     * @throws SlipwayException 409 {@code no-content} when it has none
     */
    public Operation refresh(PackageType type, String id, Caller caller) {
        StoredPackage now = packages.get(type, id);
        if (now.sourcePath().isEmpty()) {
            throw new SlipwayException(
                    "no-content", 409, now.name() + " (" + id + ") has no content, so there is nothing to refresh.");
        }
        sources.checkFolder(now.sourcePath(), now.settings().sourceAccount());
        RefreshSoftware.Input input = new RefreshSoftware.Input(id);
        return submit(RefreshSoftware.KIND, "Refresh " + type.kind() + " " + now.name(), id, input, caller);
    }

    private Operation submit(String kind, String title, @Nullable String subject, Object input, Caller caller) {
        String json = new String(Json.encode(input), StandardCharsets.UTF_8);
        return database.write(handle -> operations.submit(handle, kind, title, subject, json, caller));
    }

    public Software change(PackageType type, String id, PackageChange change) {
        packages.change(type, id, change);
        return get(type, id);
    }

    /** Replaces a package's programs. */
    public Software programs(String id, @Nullable List<Program.Draft> drafts) {
        List<Program> programs = NewSoftware.checked("programs", drafts, Program.Draft::checked, Program::name);
        return write(PackageType.SOFTWARE_PACKAGE, id, sql -> sql.programs(id, programs));
    }

    /** Replaces an application's deployment types; the first has the highest priority. */
    public Software deploymentTypes(String id, @Nullable List<DeploymentType.Draft> drafts) {
        List<DeploymentType> types =
                NewSoftware.checked("deploymentTypes", drafts, DeploymentType.Draft::checked, DeploymentType::name);
        return write(PackageType.APPLICATION, id, sql -> sql.deploymentTypes(id, types));
    }

    private interface Change {
        void make(SoftwareSql sql);
    }

    private Software write(PackageType type, String id, Change change) {
        return database.write(handle -> {
            StoredPackage shared = Packages.require(handle, type, id);
            change.make(new SoftwareSql(handle));
            events.publish(handle, type.topic(), id, Event.Change.CHANGED);
            return of(handle, shared);
        });
    }

    /** Refused while something refers to it. */
    public void delete(PackageType type, String id) {
        packages.delete(type, id, handle -> {});
    }
}
