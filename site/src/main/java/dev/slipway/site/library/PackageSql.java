package dev.slipway.site.library;

import dev.slipway.site.access.scope.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table package. */
record PackageSql(Handle handle) {
    private static final String SELECT = "select * from package ";

    void insert(StoredPackage added) {
        handle.createUpdate("""
                insert into package (id, type, name, version, comment, manufacturer, language, architecture, folder, source_path, source_version,
                    last_version, content_id, size_bytes, stored_bytes, priority, keep_versions, source_account, refresh_schedule, prestage,
                    on_demand, refreshed_at, next_refresh_at, created_at, created_by, changed_at)
                values (:id, :type, :name, :version, :comment, :manufacturer, :language, :architecture, :folder, :sourcePath, :sourceVersion,
                    :lastVersion, :contentId, :sizeBytes, :storedBytes, :settings.priority, :settings.keepVersions, :settings.sourceAccount,
                    :settings.refreshSchedule.text, :settings.prestage, :settings.onDemand, :refreshedAt, :nextRefreshAt, :createdAt, :createdBy,
                    :changedAt)
                """).bindMethods(added).execute();
        Scopes.assign(handle, added.id(), added.createdBy());
    }

    void update(StoredPackage now) {
        handle.createUpdate("""
                update package set name = :name, version = :version, comment = :comment, manufacturer = :manufacturer, language = :language,
                    architecture = :architecture, folder = :folder, source_path = :sourcePath, source_version = :sourceVersion,
                    last_version = :lastVersion, content_id = :contentId, size_bytes = :sizeBytes, stored_bytes = :storedBytes,
                    priority = :settings.priority, keep_versions = :settings.keepVersions, source_account = :settings.sourceAccount,
                    refresh_schedule = :settings.refreshSchedule.text, prestage = :settings.prestage, on_demand = :settings.onDemand,
                    refreshed_at = :refreshedAt, next_refresh_at = :nextRefreshAt, changed_at = :changedAt
                where id = :id
                """).bindMethods(now).execute();
    }

    Optional<StoredPackage> find(String id) {
        return handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .mapTo(StoredPackage.class)
                .findOne();
    }

    /** By name. */
    List<StoredPackage> ofType(PackageType type) {
        return handle.createQuery(SELECT + "where type = :type order by lower(name), id")
                .bind("type", type)
                .mapTo(StoredPackage.class)
                .list();
    }

    /** Those whose source shall be looked at now. */
    List<StoredPackage> toRefresh(Instant now) {
        return handle.createQuery(SELECT + "where next_refresh_at <= :now order by next_refresh_at, id")
                .bind("now", now)
                .mapTo(StoredPackage.class)
                .list();
    }

    void delete(String id) {
        handle.execute("delete from package where id = ?", id);
    }
}
