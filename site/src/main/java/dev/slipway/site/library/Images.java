package dev.slipway.site.library;

import dev.slipway.site.Caller;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.Operations;
import java.util.List;
import org.springframework.stereotype.Component;

/** Operating system images. */
@Component
public class Images {
    private final Database database;
    private final Operations operations;
    private final Packages packages;
    private final Sources sources;

    Images(Database database, Operations operations, Packages packages, Sources sources) {
        this.database = database;
        this.operations = operations;
        this.packages = packages;
        this.sources = sources;
    }

    /** By name. */
    public List<Image> all() {
        return database.read(handle -> {
            ImageSql sql = new ImageSql(handle);
            return new PackageSql(handle)
                    .ofType(PackageType.OS_IMAGE).stream()
                            .map(shared -> sql.image(shared, null))
                            .toList();
        });
    }

    public Image get(String id) {
        return database.read(handle -> new ImageSql(handle)
                .image(Packages.require(handle, PackageType.OS_IMAGE, id), packages.usersOf(handle, id)));
    }

    /** Begins to add an image (IMG-2). */
    public Operation add(Addition wanted, Caller caller) {
        Addition addition = wanted.checked();
        sources.checkFile(addition.requiredPath(), addition.sourceAccount());
        return database.write(handle -> operations.submit(
                handle, AddImage.KIND, "Add image " + addition.path(), null, addition.encode(), caller));
    }

    public Image change(String id, PackageChange change) {
        packages.change(PackageType.OS_IMAGE, id, change);
        return get(id);
    }

    /** Which updates lie in each of its images (IMG-6). */
    public List<IndexUpdates> updates(String id) {
        return database.read(handle -> {
            Packages.require(handle, PackageType.OS_IMAGE, id);
            return new UpdateSql(handle).of(id);
        });
    }

    /** Refused while something refers to it. */
    public void delete(String id) {
        packages.delete(PackageType.OS_IMAGE, id, handle -> {});
    }
}
