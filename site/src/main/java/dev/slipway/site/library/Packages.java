package dev.slipway.site.library;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.access.CurrentCaller;
import dev.slipway.site.access.content.AccessAccounts;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.scope.Scopes;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What can be done with a package of any type: its features stand on this. */
@Component
public class Packages {
    private final Database database;
    private final Events events;
    private final Content content;
    private final SlipwayProperties properties;
    private final Clock clock;
    private final ObjectProvider<VersionListener> listeners;
    private final ObjectProvider<PackageUsers> users;
    private final AccessAccounts access;

    Packages(
            Database database,
            Events events,
            Content content,
            SlipwayProperties properties,
            Clock clock,
            ObjectProvider<VersionListener> listeners,
            ObjectProvider<PackageUsers> users,
            AccessAccounts access) {
        this.database = database;
        this.events = events;
        this.content = content;
        this.properties = properties;
        this.clock = clock;
        this.listeners = listeners;
        this.users = users;
        this.access = access;
    }

    /** By name. */
    public List<StoredPackage> ofType(PackageType type) {
        return database.read(handle -> new PackageSql(handle).ofType(type));
    }

    public StoredPackage get(PackageType type, String id) {
        return database.read(handle -> require(handle, type, id));
    }

    public static Optional<StoredPackage> find(Handle handle, String id) {
        return new PackageSql(handle).find(id);
    }

    /** @throws SlipwayException 404 {@code image-not-found}, {@code driver-package-not-found}… */
    public static StoredPackage require(Handle handle, PackageType type, String id) {
        return find(handle, id)
                .filter(found -> found.type() == type)
                .orElseThrow(() -> SlipwayException.notFound(type.kind(), id));
    }

    /** The newest first. */
    public List<PackageVersion> versions(PackageType type, String id) {
        return database.read(handle -> {
            require(handle, type, id);
            return new VersionSql(handle).of(id);
        });
    }

    /** Everything that refers to a package. */
    public List<PackageUser> usersOf(Handle handle, String id) {
        return users.orderedStream()
                .flatMap(kind -> kind.usersOf(handle, id).stream())
                .toList();
    }

    /** Registers a package with its first version. For content of the store, call it within {@link Content#add}. */
    public StoredPackage register(Handle handle, NewPackage wanted, NewVersion first) {
        Instant now = clock.instant();
        PackageSettings settings = wanted.settings();
        StoredPackage added = new StoredPackage(
                PackageNumbers.next(handle, properties.siteCode()),
                wanted.type(),
                wanted.name().strip(),
                wanted.version(),
                wanted.comment(),
                "",
                wanted.language(),
                wanted.architecture(),
                null,
                first.sourcePath(),
                1,
                1,
                first.contentId(),
                first.sizeBytes(),
                first.newBytes(),
                settings,
                now,
                settings.refreshSchedule().after(now).orElse(null),
                now,
                first.createdBy(),
                now);
        new PackageSql(handle).insert(added);
        PackageVersion version = insertVersion(handle, added, first);
        events.publish(handle, wanted.type().topic(), added.id(), Event.Change.CREATED);
        tell(listener -> listener.versionAdded(handle, added, version));
        return added;
    }

    /**
     * Gives a package its next version, which is its current one from then on, and forgets those that are no longer kept. Call it
     * within {@link Content#add}, which then removes what lost its name.
     */
    public PackageVersion addVersion(Handle handle, String id, NewVersion added) {
        StoredPackage before = requireAny(handle, id);
        StoredPackage now = PackageEdit.of(before)
                .version(before.lastVersion() + 1, added.contentId(), added.sizeBytes(), added.newBytes())
                .lastVersion(before.lastVersion() + 1)
                .refreshed(clock.instant())
                .save(handle, clock.instant());
        PackageVersion version = insertVersion(handle, now, added);
        forgetOld(handle, now);
        changed(handle, now);
        tell(listener -> listener.versionAdded(handle, now, version));
        return version;
    }

    private PackageVersion insertVersion(Handle handle, StoredPackage owner, NewVersion added) {
        PackageVersion version = new PackageVersion(
                owner.id(),
                owner.lastVersion(),
                added.contentId(),
                added.sizeBytes(),
                added.newBytes(),
                added.sourcePath(),
                added.sourceStamp(),
                added.note(),
                clock.instant(),
                added.createdBy());
        new VersionSql(handle).insert(version);
        return version;
    }

    /** The source was compared with the current version and is the same. */
    public void unchanged(Handle handle, String id, String sourceStamp) {
        unchanged(handle, id, requireAny(handle, id).sourceVersion(), sourceStamp);
    }

    /** The source was compared and is the same as a version that is kept. */
    void unchanged(Handle handle, String id, long number, String sourceStamp) {
        StoredPackage before = requireAny(handle, id);
        StoredPackage now = PackageEdit.of(before).refreshed(clock.instant()).save(handle, before.changedAt());
        new VersionSql(handle).stamp(id, number, sourceStamp);
        changed(handle, now);
    }

    /** What is recorded of the current content was read anew. */
    void described(PackageType type, String id, BiConsumer<Handle, String> details) {
        database.change(handle -> {
            StoredPackage now = require(handle, type, id);
            details.accept(handle, id);
            changed(handle, now);
        });
    }

    /** @throws SlipwayException {@code version-not-found} */
    public PackageVersion version(PackageType type, String id, long number) {
        return database.read(handle -> version(handle, require(handle, type, id), number));
    }

    private static PackageVersion version(Handle handle, StoredPackage owner, long number) {
        return new VersionSql(handle)
                .find(owner.id(), number)
                .orElseThrow(() -> new SlipwayException(
                        "version-not-found",
                        404,
                        owner.name() + " (" + owner.id() + ") has no version " + number + ", or keeps it no more."));
    }

    /**
     * Goes back (or forth again) to a version that was kept.
     *
     * @throws SlipwayException {@code version-not-found}, {@code version-is-current}
     */
    public StoredPackage rollBack(Handle handle, PackageType type, String id, long number) {
        StoredPackage before = require(handle, type, id);
        PackageVersion wanted = version(handle, before, number);
        if (number == before.sourceVersion()) {
            throw new SlipwayException(
                    "version-is-current", 409, before.name() + " (" + id + ") is at version " + number + " already.");
        }
        StoredPackage now = PackageEdit.of(before)
                .version(number, wanted.contentId(), wanted.sizeBytes(), wanted.newBytes())
                .save(handle, clock.instant());
        changed(handle, now);
        tell(listener -> listener.currentChanged(handle, now));
        return now;
    }

    /** Changes what all packages have in common. */
    public void change(PackageType type, String id, PackageChange change) {
        PackageTexts.check(change);
        if (change.sourcePath() != null || change.sourceAccount() != null) {
            // Whoever names another source says what the content will be.
            CurrentCaller.find().ifPresent(caller -> access.require(List.of(id), ContentAccess.FULL, caller));
        }
        content.forget(() -> database.change(handle -> {
            StoredPackage before = require(handle, type, id);
            String account = change.sourceAccount();
            if (account != null && !account.isEmpty()) {
                requireAccount(handle, account);
            }
            StoredPackage now =
                    PackageEdit.of(before).change(change, clock.instant()).save(handle, clock.instant());
            forgetOld(handle, now);
            changed(handle, now);
        }));
    }

    private static void requireAccount(Handle handle, String name) {
        boolean there = handle.createQuery("select name from source_account where name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne()
                .isPresent();
        if (!there) {
            throw SlipwayException.invalid("sourceAccount", "There is no source account " + name + ".");
        }
    }

    /** @param folder null: none, the list's top */
    public StoredPackage move(Handle handle, PackageType type, String id, @Nullable Long folder) {
        StoredPackage before = require(handle, type, id);
        if (folder != null) {
            Folders.require(handle, type, folder);
        }
        StoredPackage now = PackageEdit.of(before).folder(folder).save(handle, clock.instant());
        changed(handle, now);
        return now;
    }

    /**
     * Deletes a package with all its versions, and each content that nothing else names.
     *
     * @param before what is checked and what else goes, in the same transaction
     * @throws SlipwayException {@code package-in-use}
     */
    public void delete(PackageType type, String id, Database.Change before) {
        content.forget(() -> database.change(handle -> {
            StoredPackage gone = require(handle, type, id);
            refuseUsed(handle, gone);
            before.run(handle);
            tell(listener -> listener.packageDeleted(handle, gone));
            new PackageSql(handle).delete(id);
            events.publish(handle, type.topic(), id, Event.Change.DELETED);
        }));
    }

    /** @throws SlipwayException {@code package-in-use}, naming the users */
    public void refuseUsed(Handle handle, StoredPackage wanted) {
        List<PackageUser> found = usersOf(handle, wanted.id());
        if (!found.isEmpty()) {
            Map<String, String> texts = new LinkedHashMap<>();
            found.forEach(user -> texts.put(user.id(), user.kind() + " " + user.name() + " (" + user.id() + ")"));
            throw new SlipwayException(
                    "package-in-use",
                    409,
                    wanted.name() + " (" + wanted.id() + ") is used by "
                            + Scopes.named(handle, texts)
                            + ". Change or delete these first.");
        }
    }

    /** Keeps the current version and the newest others, as many as the setting says. */
    private static void forgetOld(Handle handle, StoredPackage now) {
        VersionSql sql = new VersionSql(handle);
        sql.of(now.id()).stream()
                .map(PackageVersion::number)
                .filter(number -> number != now.sourceVersion())
                .skip(now.settings().keepVersions() - 1L)
                .forEach(number -> sql.delete(now.id(), number));
    }

    private void changed(Handle handle, StoredPackage now) {
        events.publish(handle, now.type().topic(), now.id(), Event.Change.CHANGED);
    }

    private void tell(Consumer<VersionListener> what) {
        listeners.orderedStream().forEach(what);
    }

    private static StoredPackage requireAny(Handle handle, String id) {
        return find(handle, id).orElseThrow(() -> SlipwayException.notFound("package", id));
    }
}
