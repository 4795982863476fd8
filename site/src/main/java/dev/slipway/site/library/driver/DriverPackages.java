package dev.slipway.site.library.driver;

import dev.slipway.protocol.Json;
import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.NewPackage;
import dev.slipway.site.library.NewVersion;
import dev.slipway.site.library.PackageChange;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.StoredPackage;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.Operations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The library's driver packages. */
@Component
public class DriverPackages {
    private final Database database;
    private final Operations operations;
    private final Packages packages;
    private final DriverPackageComposer composer;
    private final Sources sources;
    private final DriverPackageExport export;

    DriverPackages(
            Database database,
            Operations operations,
            Packages packages,
            DriverPackageComposer composer,
            Sources sources,
            DriverPackageExport export) {
        this.export = export;
        this.database = database;
        this.operations = operations;
        this.packages = packages;
        this.composer = composer;
        this.sources = sources;
    }

    /** By name. */
    public List<DriverPackage> all() {
        List<StoredPackage> stored = packages.ofType(PackageType.DRIVER_PACKAGE);
        return database.read(
                handle -> stored.stream().map(shared -> of(handle, shared)).toList());
    }

    public DriverPackage get(String id) {
        DriverPackage found =
                database.read(handle -> of(handle, Packages.require(handle, PackageType.DRIVER_PACKAGE, id)));
        return composer.isBehind(found) ? found.behind() : found;
    }

    private DriverPackage of(Handle handle, StoredPackage shared) {
        DriverPackageSql sql = new DriverPackageSql(handle);
        return DriverPackage.of(
                shared,
                sql.model(shared.id()).orElse(""),
                sql.members(shared.id()),
                packages.usersOf(handle, shared.id()));
    }

    /** Brings a package's content in step with its members, as a part of running work. @return what came of it; none when it has no members */
    public Optional<String> compose(OperationContext context, String id) throws InterruptedException {
        return get(id).members().isEmpty() ? Optional.empty() : Optional.of(composer.compose(context, id));
    }

    /** Makes a package; with members its content follows as an operation. */
    public DriverPackage create(DriverPackageDraft wanted, Caller caller) {
        DriverPackageDraft draft = wanted.checked();
        String id = database.write(handle -> {
            String made = register(handle, draft, caller.name());
            if (!draft.driverIds().isEmpty()) {
                update(handle, made, draft.requiredName(), caller);
            }
            return made;
        });
        return get(id);
    }

    String register(Handle handle, DriverPackageDraft draft, String createdBy) {
        NewPackage fresh = new NewPackage(
                PackageType.DRIVER_PACKAGE,
                draft.requiredName(),
                Objects.requireNonNullElse(draft.version(), ""),
                Objects.requireNonNullElse(draft.comment(), ""));
        String id = packages.register(handle, fresh, new NewVersion("", 0, 0, "", "", "Made", createdBy))
                .id();
        handle.execute(
                "update package set manufacturer = ? where id = ?",
                Objects.requireNonNullElse(draft.manufacturer(), "").strip(),
                id);
        DriverPackageSql sql = new DriverPackageSql(handle);
        sql.insert(id, Objects.requireNonNullElse(draft.model(), "").strip());
        for (String driver : draft.driverIds()) {
            Packages.require(handle, PackageType.DRIVER, driver);
            sql.add(id, driver);
        }
        return id;
    }

    private Operation update(Handle handle, String id, String name, Caller caller) {
        String json = new String(Json.encode(new UpdateDriverPackage.Input(id)), StandardCharsets.UTF_8);
        return operations.submit(handle, UpdateDriverPackage.KIND, "Update driver package " + name, id, json, caller);
    }

    /**
     * Adds and removes members; the operation makes the version that holds them.
     *
     * @param updatePoints false: a package with content and members keeps the content, and its points what they have, until they are updated; then there
     *     is no operation
     */
    public Optional<Operation> members(
            String id, List<String> added, List<String> removed, boolean updatePoints, Caller caller) {
        StoredPackage now = packages.get(PackageType.DRIVER_PACKAGE, id);
        composer.change(id, added, removed);
        return updatePoints || now.contentId().isEmpty() || get(id).members().isEmpty()
                ? Optional.of(database.write(handle -> update(handle, id, now.name(), caller)))
                : Optional.empty();
    }

    /** @param model null: it stays */
    public DriverPackage change(String id, PackageChange change, @Nullable String model) {
        DriverPackageDraft.checkModel(model);
        packages.change(PackageType.DRIVER_PACKAGE, id, change);
        if (model != null) {
            database.change(handle -> new DriverPackageSql(handle).model(id, model.strip()));
        }
        return get(id);
    }

    /** Writes a package as a zip. @param content false: only its description */
    public void export(DriverPackage exported, boolean content, OutputStream out) throws IOException {
        export.write(exported, content, out);
    }

    /** Begins to import an export from a path. */
    public Operation begin(String path, @Nullable String sourceAccount, Caller caller) {
        return begin(new ImportDriverPackage.Input(path, sourceAccount), caller);
    }

    /** Begins to import what {@link DriverPackageExport} wrote. */
    Operation begin(ImportDriverPackage.Input wanted, Caller caller) {
        String path = wanted.requiredPath();
        if (path.toLowerCase(Locale.ROOT).endsWith(".zip")) {
            sources.checkFile(path, wanted.sourceAccount());
        } else {
            sources.checkFolder(path, wanted.sourceAccount());
        }
        String json = new String(Json.encode(wanted), StandardCharsets.UTF_8);
        return database.write(handle -> operations.submit(
                handle, ImportDriverPackage.KIND, "Import a driver package from " + path, null, json, caller));
    }

    /** @throws SlipwayException 409 {@code package-in-use} while something refers to it; its drivers stay */
    public void delete(String id) {
        packages.delete(PackageType.DRIVER_PACKAGE, id, handle -> {});
    }
}
