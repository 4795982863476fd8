package dev.slipway.site.library;

import dev.slipway.content.ContentId;
import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.content.AccessAccount;
import dev.slipway.site.access.content.AccessAccounts;
import dev.slipway.site.access.scope.Scopes;
import dev.slipway.site.access.scope.SecurityScope;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.SourceKind.Details;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.Operations;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The actions that packages of all types share (section 1 of the behaviour specification). */
@Component
public class PackageActions {
    private final Database database;
    private final Operations operations;
    private final Packages packages;
    private final SourceKinds kinds;
    private final TakeIn takeIn;
    private final Scopes scopes;
    private final AccessAccounts access;

    PackageActions(
            Database database,
            Operations operations,
            Packages packages,
            SourceKinds kinds,
            TakeIn takeIn,
            Scopes scopes,
            AccessAccounts access) {
        this.scopes = scopes;
        this.access = access;
        this.database = database;
        this.operations = operations;
        this.packages = packages;
        this.kinds = kinds;
        this.takeIn = takeIn;
    }

    public StoredPackage get(String id) {
        return database.read(handle -> Packages.find(handle, id))
                .orElseThrow(() -> SlipwayException.notFound("package", id));
    }

    /** @throws SlipwayException {@code package-not-found} */
    public PackageDetails details(String id, Caller caller) {
        StoredPackage found = get(id);
        Set<String> in = scopes.ofObject(id, caller);
        List<String> names = scopes.all(caller).stream()
                .filter(scope -> in.contains(scope.id()))
                .map(SecurityScope::name)
                .toList();
        List<AccessAccount> accounts = access.of(id);
        return database.read(handle -> {
            Instant made = new VersionSql(handle)
                    .find(id, found.sourceVersion())
                    .map(PackageVersion::createdAt)
                    .orElse(found.createdAt());
            return new PackageDetails(
                    found,
                    id.substring(0, 3),
                    made,
                    Folders.path(handle, found.type(), found.folder()),
                    names,
                    accounts,
                    packages.usersOf(handle, id));
        });
    }

    /** The newest first. */
    public List<PackageVersion> versions(String id) {
        return packages.versions(get(id).type(), id);
    }

    /**
     * Begins to compare a package with its source; a changed source makes a new version (DIST-3).
     *
     * @param verify read the source even if it looks as it did
     * @throws SlipwayException 409 {@code package-has-no-source} for types without sources, {@code no-content} for one that has none
     */
    public Operation refresh(String id, boolean verify, Caller caller) {
        StoredPackage now = get(id);
        if (!kinds.has(now.type())) {
            throw new SlipwayException(
                    "package-has-no-source",
                    409,
                    now.name() + " (" + id + ") is a " + now.type().kind() + "; refresh it through its own page.");
        }
        if (now.sourcePath().isEmpty()) {
            throw new SlipwayException(
                    "no-content", 409, now.name() + " (" + id + ") has no source, so there is nothing to refresh.");
        }
        return database.write(handle -> operations.submit(
                handle,
                RefreshPackage.KIND,
                "Compare " + now.name() + " with its source",
                id,
                new RefreshPackage.Input(now.type(), id, verify, false).encode(),
                caller));
    }

    /**
     * Compares a package with its source as a part of running work; a changed source makes a new version (DIST-3). What was rolled back stays so
     * until the source changes.
     *
     * @param verify read the source even if it looks as it did
     * @return one sentence: what came of it; none when the site itself made the content, so that there is no source
     */
    public Optional<String> compare(OperationContext context, String id, boolean verify) throws InterruptedException {
        StoredPackage now = get(id);
        if (!kinds.has(now.type()) || now.sourcePath().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(takeIn.refresh(context, kinds.of(now.type()), id, verify, true));
    }

    /** Makes a kept version the current one; nothing is copied, and points have most of it still. */
    public StoredPackage rollBack(String id, long number) {
        StoredPackage now = get(id);
        try {
            if (kinds.has(now.type())) {
                takeIn.rollBack(kinds.of(now.type()), id, number);
            } else {
                database.change(handle -> packages.rollBack(handle, now.type(), id, number));
            }
        } catch (IOException e) {
            throw damaged(now, e);
        }
        return get(id);
    }

    /** Reads the metadata of the current version anew (IMG-6); contents and points stay as they are. */
    public StoredPackage reload(String id) {
        StoredPackage now = get(id);
        if (kinds.has(now.type())) {
            try {
                Details details = kinds.of(now.type()).details(new ContentId(now.contentId()));
                packages.described(now.type(), id, details::write);
            } catch (IOException e) {
                throw damaged(now, e);
            }
        }
        return get(id);
    }

    private static SlipwayException damaged(StoredPackage now, IOException e) {
        return new SlipwayException(
                "content-store-damaged",
                500,
                "The content of " + now.name() + " (" + now.id() + ") cannot be read: " + e.getMessage(),
                e);
    }

    /**
     * Begins to take one image out of an image into a new WIM, which is added as a new image (IMG-4).
     *
     * @param path of the new WIM; null: beside the source
     * @param name of the new image; null: proposed from the WIM
     */
    public Operation extractImage(String id, int index, @Nullable String path, @Nullable String name, Caller caller) {
        StoredPackage from = packages.get(PackageType.OS_IMAGE, id);
        PackageTexts.check(name, null, null);
        Extraction wanted = new Extraction(id, checkedIndex(from, index), path, name, false);
        return database.write(handle -> operations.submit(
                handle,
                ExtractImage.KIND,
                "Extract image " + index + " of " + from.name(),
                null,
                wanted.encode(),
                caller));
    }

    /**
     * Begins to leave one image in an upgrade package, as its next version (UPG-2).
     *
     * @param overwriteSource whether install.wim of the source is replaced too
     */
    public Operation extractUpgradeIndex(String id, int index, boolean overwriteSource, Caller caller) {
        StoredPackage from = packages.get(PackageType.OS_UPGRADE_PACKAGE, id);
        Extraction wanted = new Extraction(id, checkedIndex(from, index), null, null, overwriteSource);
        return database.write(handle -> operations.submit(
                handle,
                ExtractUpgradeIndex.KIND,
                "Leave image " + index + " alone in " + from.name(),
                id,
                wanted.encode(),
                caller));
    }

    private int checkedIndex(StoredPackage from, int index) {
        boolean there = database.read(handle -> new ImageSql(handle).indexes(from.id())).stream()
                .anyMatch(one -> one.index() == index);
        if (!there) {
            throw new SlipwayException(
                    "wim-index-not-found",
                    422,
                    from.name() + " (" + from.id() + ") has no image with index " + index + ".");
        }
        return index;
    }

    /** All or none. @param folder null: the list's top */
    public void move(PackageType type, List<String> ids, @Nullable Long folder) {
        database.change(handle -> ids.forEach(id -> packages.move(handle, type, id, folder)));
    }
}
