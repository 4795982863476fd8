package dev.slipway.site.library;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The table package_version, and which contents the site needs. */
record VersionSql(Handle handle) {

    void insert(PackageVersion added) {
        handle.createUpdate("""
                insert into package_version (package, number, content_id, size_bytes, new_bytes, source_path, source_stamp, note, created_at,
                    created_by)
                values (:packageId, :number, :contentId, :sizeBytes, :newBytes, :sourcePath, :sourceStamp, :note, :createdAt, :createdBy)
                """).bindMethods(added).execute();
    }

    /** The newest first. */
    List<PackageVersion> of(String packageId) {
        return handle.createQuery("select * from package_version where package = :id order by number desc")
                .bind("id", packageId)
                .mapTo(PackageVersion.class)
                .list();
    }

    Optional<PackageVersion> find(String packageId, long number) {
        return handle.createQuery("select * from package_version where package = :id and number = :number")
                .bind("id", packageId)
                .bind("number", number)
                .mapTo(PackageVersion.class)
                .findOne();
    }

    void stamp(String packageId, long number, String stamp) {
        handle.execute(
                "update package_version set source_stamp = ? where package = ? and number = ?",
                stamp,
                packageId,
                number);
    }

    void delete(String packageId, long number) {
        handle.execute("delete from package_version where package = ? and number = ?", packageId, number);
    }

    /** Contents of versions, and of runs that have not ended. */
    Set<String> namedContents() {
        return new HashSet<>(handle.createQuery("""
                select content_id from package_version where content_id <> ''
                union
                select c.content_id from run_content c join run r on r.id = c.run
                where r.state in ('RUNNING', 'RESTARTING', 'INTERRUPTED')
                """).mapTo(String.class).list());
    }
}
