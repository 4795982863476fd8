package dev.slipway.site.library.driver;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.Part;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import dev.slipway.site.library.NewVersion;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.SourceRefusal;
import dev.slipway.site.library.StoredPackage;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import dev.slipway.site.operation.OperationContext;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Makes the content of a driver package out of its members' contents: a folder for each driver, named by its identifier. The
 * blocks are those that the store holds for the drivers, so that nothing is stored twice.
 */
@Component
class DriverPackageComposer {
    private final Database database;
    private final Content content;
    private final Packages packages;
    private final Events events;
    /** So that of two changes at once the later one has the last word. */
    private final ReentrantLock composing = new ReentrantLock();

    DriverPackageComposer(Database database, Content content, Packages packages, Events events) {
        this.database = database;
        this.content = content;
        this.packages = packages;
        this.events = events;
    }

    /** Adds members; the content follows when it is composed. */
    void add(String id, List<String> drivers) {
        change(id, drivers, List.of());
    }

    boolean hasContent(String id) {
        return !packages.get(PackageType.DRIVER_PACKAGE, id).contentId().isEmpty();
    }

    /** Whether other drivers lie in the content than are members. */
    boolean isBehind(DriverPackage found) {
        Set<String> members =
                found.members().stream().map(DriverPackage.Member::id).collect(Collectors.toSet());
        if (found.shared().contentId().isEmpty()) {
            return !members.isEmpty();
        }
        try {
            return !members.equals(
                    content.store().manifest(new ContentId(found.shared().contentId())).files().stream()
                            .map(file -> file.path().split("/", 2)[0])
                            .collect(Collectors.toSet()));
        } catch (ContentException e) {
            throw SourceRefusal.of(e);
        }
    }

    void change(String id, List<String> added, List<String> removed) {
        database.change(handle -> {
            Packages.require(handle, PackageType.DRIVER_PACKAGE, id);
            DriverPackageSql sql = new DriverPackageSql(handle);
            for (String driver : added) {
                Packages.require(handle, PackageType.DRIVER, driver);
                sql.add(id, driver);
            }
            removed.forEach(driver -> sql.remove(id, driver));
            events.publish(handle, PackageType.DRIVER_PACKAGE.topic(), id, Event.Change.CHANGED);
        });
    }

    /**
     * Gives the package a new version if its members' files are not those of the current one.
     *
     * @return what came of it
     */
    String compose(OperationContext context, String id) throws InterruptedException {
        composing.lockInterruptibly();
        try {
            StoredPackage now = packages.get(PackageType.DRIVER_PACKAGE, id);
            List<Part> members = members(id);
            if (members.isEmpty()) {
                return empty(context, now);
            }
            AtomicReference<String> result = new AtomicReference<>("");
            content.compose(
                    members,
                    added -> database.change(handle -> {
                        if (added.content().hex().equals(now.contentId())) {
                            result.set(now.name() + " (" + id + ") holds the same files; nothing was done.");
                            return;
                        }
                        NewVersion version = NewVersion.of(added, "", "", "Members changed", context.createdBy());
                        result.set("%s (%s) has version %d: %d bytes, of which %d were new to the content store."
                                .formatted(
                                        now.name(),
                                        id,
                                        packages.addVersion(handle, id, version).number(),
                                        added.sizeBytes(),
                                        added.newBytes()));
                    }));
            return result.get();
        } catch (ContentException e) {
            throw SourceRefusal.of(e);
        } finally {
            composing.unlock();
        }
    }

    private String empty(OperationContext context, StoredPackage now) {
        if (!now.contentId().isEmpty()) {
            NewVersion none = new NewVersion("", 0, 0, "", "", "No members", context.createdBy());
            content.forget(() -> database.change(handle -> packages.addVersion(handle, now.id(), none)));
        }
        return now.name() + " (" + now.id() + ") has no drivers and thus no content.";
    }

    /** Each member's files, under its identifier. */
    private List<Part> members(String id) {
        return database.read(handle -> new DriverPackageSql(handle).contents(id)).stream()
                .map(member -> new Part(member.driver(), new ContentId(member.contentId())))
                .toList();
    }
}
