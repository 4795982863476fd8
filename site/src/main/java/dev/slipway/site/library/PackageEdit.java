package dev.slipway.site.library;

import java.time.Instant;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A package while one of the few changes that {@link Packages} makes is applied to it. */
final class PackageEdit {
    private final StoredPackage before;
    private String name;
    private String version;
    private String comment;
    private String manufacturer;
    private String language;
    private String architecture;
    private @Nullable Long folder;
    private String sourcePath;
    private long sourceVersion;
    private long lastVersion;
    private String contentId;
    private long sizeBytes;
    private long storedBytes;
    private PackageSettings settings;
    private @Nullable Instant refreshedAt;
    private @Nullable Instant nextRefreshAt;

    private PackageEdit(StoredPackage before) {
        this.before = before;
        name = before.name();
        version = before.version();
        comment = before.comment();
        manufacturer = before.manufacturer();
        language = before.language();
        architecture = before.architecture();
        folder = before.folder();
        sourcePath = before.sourcePath();
        sourceVersion = before.sourceVersion();
        lastVersion = before.lastVersion();
        contentId = before.contentId();
        sizeBytes = before.sizeBytes();
        storedBytes = before.storedBytes();
        settings = before.settings();
        refreshedAt = before.refreshedAt();
        nextRefreshAt = before.nextRefreshAt();
    }

    static PackageEdit of(StoredPackage before) {
        return new PackageEdit(before);
    }

    PackageEdit version(long number, String content, long size, long stored) {
        sourceVersion = number;
        contentId = content;
        sizeBytes = size;
        storedBytes = stored;
        return this;
    }

    PackageEdit lastVersion(long number) {
        lastVersion = number;
        return this;
    }

    PackageEdit refreshed(Instant now) {
        refreshedAt = now;
        nextRefreshAt = settings.refreshSchedule().after(now).orElse(null);
        return this;
    }

    PackageEdit nextRefresh(@Nullable Instant when) {
        nextRefreshAt = when;
        return this;
    }

    PackageEdit folder(@Nullable Long wanted) {
        folder = wanted;
        return this;
    }

    PackageEdit change(PackageChange change, Instant now) {
        name = Objects.requireNonNullElse(change.name(), name).strip();
        version = Objects.requireNonNullElse(change.version(), version);
        comment = Objects.requireNonNullElse(change.comment(), comment);
        manufacturer = Objects.requireNonNullElse(change.manufacturer(), manufacturer);
        language = Objects.requireNonNullElse(change.language(), language);
        architecture = Objects.requireNonNullElse(change.architecture(), architecture);
        sourcePath = Objects.requireNonNullElse(change.sourcePath(), sourcePath);
        RefreshSchedule schedule = Objects.requireNonNullElse(change.refreshSchedule(), settings.refreshSchedule());
        if (!schedule.equals(settings.refreshSchedule())) {
            nextRefreshAt = schedule.after(now).orElse(null);
        }
        String account = change.sourceAccount();
        settings = new PackageSettings(
                Objects.requireNonNullElse(change.priority(), settings.priority()),
                Objects.requireNonNullElse(change.keepVersions(), settings.keepVersions()),
                account == null ? settings.sourceAccount() : account.isEmpty() ? null : account,
                schedule,
                Objects.requireNonNullElse(change.prestage(), settings.prestage()),
                Objects.requireNonNullElse(change.onDemand(), settings.onDemand()));
        return this;
    }

    StoredPackage save(Handle handle, Instant now) {
        StoredPackage after = new StoredPackage(
                before.id(),
                before.type(),
                name,
                version,
                comment,
                manufacturer,
                language,
                architecture,
                folder,
                sourcePath,
                sourceVersion,
                lastVersion,
                contentId,
                sizeBytes,
                storedBytes,
                settings,
                refreshedAt,
                nextRefreshAt,
                before.createdAt(),
                before.createdBy(),
                now);
        new PackageSql(handle).update(after);
        return after;
    }
}
