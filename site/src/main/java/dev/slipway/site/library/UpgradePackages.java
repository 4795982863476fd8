package dev.slipway.site.library;

import dev.slipway.site.Caller;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.Operations;
import java.util.List;
import org.springframework.stereotype.Component;

/** Operating system upgrade packages (UPG-1 to UPG-4). */
@Component
public class UpgradePackages {
    private static final PackageType TYPE = PackageType.OS_UPGRADE_PACKAGE;
    private final Database database;
    private final Operations operations;
    private final Packages packages;
    private final Sources sources;

    UpgradePackages(Database database, Operations operations, Packages packages, Sources sources) {
        this.database = database;
        this.operations = operations;
        this.packages = packages;
        this.sources = sources;
    }

    /** By name. */
    public List<UpgradePackage> all() {
        return database.read(handle -> {
            ImageSql sql = new ImageSql(handle);
            return new PackageSql(handle)
                    .ofType(TYPE).stream()
                            .map(shared -> sql.upgradePackage(shared, null))
                            .toList();
        });
    }

    public UpgradePackage get(String id) {
        return database.read(handle ->
                new ImageSql(handle).upgradePackage(Packages.require(handle, TYPE, id), packages.usersOf(handle, id)));
    }

    /** Begins to add the folder with Setup.exe (UPG-1). */
    public Operation add(Addition wanted, Caller caller) {
        Addition addition = wanted.checked();
        sources.checkFolder(addition.requiredPath(), addition.sourceAccount());
        return database.write(handle -> operations.submit(
                handle,
                AddUpgradePackage.KIND,
                "Add upgrade package " + addition.path(),
                null,
                addition.encode(),
                caller));
    }

    public UpgradePackage change(String id, PackageChange change) {
        packages.change(TYPE, id, change);
        return get(id);
    }

    /** Which updates lie in each of its images (IMG-6). */
    public List<IndexUpdates> updates(String id) {
        return database.read(handle -> {
            Packages.require(handle, TYPE, id);
            return new UpdateSql(handle).of(id);
        });
    }

    /** Refused while something refers to it. */
    public void delete(String id) {
        packages.delete(TYPE, id, handle -> {});
    }
}
