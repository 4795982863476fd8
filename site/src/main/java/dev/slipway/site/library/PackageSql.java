package dev.slipway.site.library;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table package. */
record PackageSql(Handle handle) {
    private static final String COLUMNS = """
            id, type, name, version, comment, source_path, source_version, content_id, size_bytes, stored_bytes, created_at, changed_at
            """;

    void insert(StoredPackage added) {
        handle.createUpdate("insert into package (" + COLUMNS + """
                ) values (:id, :type, :name, :version, :comment, :sourcePath, :sourceVersion, :contentId, :sizeBytes, :storedBytes, :createdAt, :changedAt)
                """)
                .bind("id", added.id())
                .bind("type", added.type())
                .bind("name", added.name())
                .bind("version", added.version())
                .bind("comment", added.comment())
                .bind("sourcePath", added.sourcePath())
                .bind("sourceVersion", added.sourceVersion())
                .bind("contentId", added.contentId())
                .bind("sizeBytes", added.sizeBytes())
                .bind("storedBytes", added.storedBytes())
                .bind("createdAt", added.createdAt())
                .bind("changedAt", added.changedAt())
                .execute();
    }

    Optional<StoredPackage> find(String id) {
        return handle.createQuery("select " + COLUMNS + " from package where id = :id")
                .bind("id", id)
                .mapTo(StoredPackage.class)
                .findOne();
    }

    List<StoredPackage> ofType(PackageType type) {
        return handle.createQuery("select " + COLUMNS + " from package where type = :type order by lower(name), id")
                .bind("type", type)
                .mapTo(StoredPackage.class)
                .list();
    }

    void rename(String id, String name, String version, String comment, Instant now) {
        handle.execute(
                "update package set name = ?, version = ?, comment = ?, changed_at = ? where id = ?",
                name,
                version,
                comment,
                now,
                id);
    }

    void delete(String id) {
        handle.execute("delete from package where id = ?", id);
    }

    List<String> contentIds() {
        return handle.createQuery("select distinct content_id from package where content_id <> ''")
                .mapTo(String.class)
                .list();
    }

    /** Task sequences that refer to a package. */
    List<Reference> usedBy(String id) {
        return handle.createQuery("""
                select s.id, s.name from task_sequence_reference r join task_sequence s on s.id = r.sequence
                where r.package = :id order by s.id
                """).bind("id", id).mapTo(Reference.class).list();
    }
}
