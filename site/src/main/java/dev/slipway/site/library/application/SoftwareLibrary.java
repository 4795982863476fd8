package dev.slipway.site.library.application;

import dev.slipway.protocol.Json;
import dev.slipway.site.Caller;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

    /** By name, without who refers to them, which nobody looks at in a list. */
    public List<Software> listed(PackageType type) {
        List<StoredPackage> stored = packages.ofType(type);
        return database.read(handle -> {
            SoftwareSql sql = new SoftwareSql(handle);
            Map<String, List<Program>> programs = sql.programs();
            Map<String, List<DeploymentType>> types = sql.deploymentTypes();
            return stored.stream()
                    .map(shared -> new Software(
                            shared,
                            programs.getOrDefault(shared.id(), List.of()),
                            types.getOrDefault(shared.id(), List.of()),
                            List.of()))
                    .toList();
        });
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

    /** What can be told before anything is added. @throws SlipwayException {@code request-invalid}, {@code source-not-found}… */
    public NewSoftware check(NewSoftware wanted) {
        NewSoftware checked = wanted.checked();
        if (!checked.folder().isEmpty()) {
            sources.checkFolder(checked.folder(), checked.sourceAccount());
        }
        return checked;
    }

    /** Begins to add; what is wrong is refused at once. */
    public Operation add(PackageType type, NewSoftware wanted, Caller caller) {
        NewSoftware checked = check(wanted);
        AddSoftware.Input input = new AddSoftware.Input(type, checked);
        return submit(AddSoftware.KIND, "Add " + type.kind() + " " + checked.requiredName(), null, input, caller);
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

    /** Adds a deployment type at the end, or replaces the one of its name. */
    public Software putDeploymentType(String id, DeploymentType.Draft draft) {
        DeploymentType type = draft.checked("deploymentTypes[0]");
        return write(
                PackageType.APPLICATION,
                id,
                sql -> sql.deploymentTypes(id, with(sql.deploymentTypes(id), type, DeploymentType::name)));
    }

    /** Adds a program at the end, or replaces the one of its name. */
    public Software putProgram(String id, Program.Draft draft) {
        Program program = draft.checked("programs[0]");
        return write(
                PackageType.SOFTWARE_PACKAGE,
                id,
                sql -> sql.programs(id, with(sql.programs(id), program, Program::name)));
    }

    /** Takes a deployment type or program away. */
    public Software removePart(PackageType type, String id, String name) {
        return write(type, id, sql -> {
            sql.programs(
                    id,
                    sql.programs(id).stream()
                            .filter(program -> !program.name().equals(name))
                            .toList());
            sql.deploymentTypes(
                    id,
                    sql.deploymentTypes(id).stream()
                            .filter(part -> !part.name().equals(name))
                            .toList());
        });
    }

    private static <T> List<T> with(List<T> parts, T added, Function<T, String> name) {
        List<T> changed = new ArrayList<>(parts);
        for (int i = 0; i < changed.size(); i++) {
            if (name.apply(changed.get(i)).equalsIgnoreCase(name.apply(added))) {
                changed.set(i, added);
                return changed;
            }
        }
        changed.add(added);
        return changed;
    }

    private interface Change {
        void make(SoftwareSql sql);
    }

    private Software write(PackageType type, String id, Change change) {
        database.change(handle -> {
            Packages.require(handle, type, id);
            change.make(new SoftwareSql(handle));
            events.publish(handle, type.topic(), id, Event.Change.CHANGED);
        });
        return get(type, id);
    }

    /** Refused while something refers to it. */
    public void delete(PackageType type, String id) {
        packages.delete(type, id, handle -> {});
    }
}
