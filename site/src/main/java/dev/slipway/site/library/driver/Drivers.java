package dev.slipway.site.library.driver;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.protocol.Json;
import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.content.AccessAccounts;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import dev.slipway.site.library.PackageChange;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.SourceRefusal;
import dev.slipway.site.library.StoredPackage;
import dev.slipway.site.library.source.SourceException;
import dev.slipway.site.library.source.Sources;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.Operations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The library's drivers. */
@Component
public class Drivers {
    private static final int MOST_PREVIEWED = 5000;
    private final Database database;
    private final Operations operations;
    private final Packages packages;
    private final Content content;
    private final Sources sources;
    private final Events events;
    private final AccessAccounts access;

    Drivers(
            Database database,
            Operations operations,
            Packages packages,
            Content content,
            Sources sources,
            Events events,
            AccessAccounts access) {
        this.access = access;
        this.database = database;
        this.operations = operations;
        this.packages = packages;
        this.content = content;
        this.sources = sources;
        this.events = events;
    }

    /** By name. */
    public List<Driver> all(DriverFilter filter) {
        List<StoredPackage> stored = packages.ofType(PackageType.DRIVER);
        return database.read(handle -> {
            DriverSql sql = new DriverSql(handle);
            String search = filter.search();
            Set<String> byDevice = search == null || search.isBlank() ? Set.of() : sql.withDevice(search.strip());
            return sql.all(stored).stream()
                    .filter(driver -> filter.matches(driver, byDevice))
                    .toList();
        });
    }

    public DriverDetails get(String id) {
        return database.read(handle -> {
            Driver driver = new DriverSql(handle)
                    .all(List.of(Packages.require(handle, PackageType.DRIVER, id)))
                    .getFirst();
            return new DriverDetails(
                    driver, new DriverSql(handle).devices(id), files(driver), packages.usersOf(handle, id));
        });
    }

    private List<DriverDetails.File> files(Driver driver) {
        try {
            return content.store().manifest(new ContentId(driver.shared().contentId())).files().stream()
                    .map(file -> new DriverDetails.File(file.path(), file.size()))
                    .toList();
        } catch (ContentException e) {
            throw SourceRefusal.of(e);
        }
    }

    /** All categories in use. */
    public List<String> categories() {
        return database.read(handle -> new DriverSql(handle).categories());
    }

    /** What lies in a source, before anything is imported (the wizard's page Driver Details). */
    public List<DriverPreview> preview(DriverImport wanted) throws InterruptedException {
        DriverSource.check(sources, wanted.requiredPath(), wanted.account());
        try (DriverSource source = DriverSource.open(sources, wanted.requiredPath(), wanted.account())) {
            List<DriverPreview> found = new ArrayList<>();
            for (String inf : source.infPaths()) {
                if (found.size() >= MOST_PREVIEWED) {
                    throw new SlipwayException(
                            "source-too-large",
                            422,
                            "More than " + MOST_PREVIEWED + " drivers lie there. Import a smaller folder.");
                }
                DriverPreview one = preview(source, inf);
                if (wanted.shows(one.deviceClass(), one.signed())) {
                    found.add(one);
                }
            }
            return found;
        }
    }

    private static DriverPreview preview(DriverSource source, String inf) {
        try {
            return source.read(inf).preview();
        } catch (SourceException e) {
            if (e.isLost()) {
                throw e.refusal();
            }
            return DriverPreview.broken(inf, String.valueOf(e.getMessage()));
        } catch (IOException | IllegalArgumentException e) {
            return DriverPreview.broken(inf, String.valueOf(e.getMessage()));
        }
    }

    /** Begins an import; what is wrong is refused at once. */
    public Operation begin(DriverImport wanted, Caller caller) {
        DriverSource.check(sources, wanted.requiredPath(), wanted.account());
        wanted.categoryNames();
        access.require(wanted.packageIds(), ContentAccess.FULL, caller);
        String json = new String(Json.encode(wanted), StandardCharsets.UTF_8);
        return database.write(handle -> {
            for (String id : wanted.packageIds()) {
                Packages.require(handle, PackageType.DRIVER_PACKAGE, id);
            }
            return operations.submit(
                    handle, ImportDrivers.KIND, "Import drivers from " + wanted.requiredPath(), null, json, caller);
        });
    }

    public DriverDetails change(String id, PackageChange change) {
        packages.change(PackageType.DRIVER, id, change);
        return get(id);
    }

    /** DRV-3: only Auto Apply Drivers asks for it; packages that hold the driver still install it. */
    public DriverDetails enable(String id, boolean enabled) {
        return write(id, sql -> sql.enable(id, enabled));
    }

    /** Replaces a driver's categories. */
    public DriverDetails categorize(String id, List<String> categories) {
        List<String> checked = DriverImport.checkedCategories(categories);
        return write(id, sql -> sql.replaceCategories(id, checked));
    }

    private DriverDetails write(String id, Consumer<DriverSql> change) {
        database.change(handle -> {
            Packages.require(handle, PackageType.DRIVER, id);
            change.accept(new DriverSql(handle));
            events.publish(handle, PackageType.DRIVER.topic(), id, Event.Change.CHANGED);
        });
        return get(id);
    }

    /** @throws SlipwayException 409 {@code package-in-use} while a driver package holds it */
    public void delete(String id) {
        packages.delete(PackageType.DRIVER, id, handle -> {});
    }
}
