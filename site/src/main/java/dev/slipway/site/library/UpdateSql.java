package dev.slipway.site.library;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table image_update. */
record UpdateSql(Handle handle) {

    /** In place of what was known before; the image's indexes are there already. */
    void put(String id, List<IndexUpdates> all) {
        handle.execute("delete from image_update where package = ?", id);
        for (IndexUpdates index : all) {
            handle.execute(
                    "update image_index set updates_problem = ? where package = ? and number = ?",
                    index.problem(),
                    id,
                    index.index());
            insert(id, index);
        }
    }

    private void insert(String id, IndexUpdates index) {
        if (index.updates().isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                insert into image_update (package, number, identity, name, kb, title, release_type, architecture, language, version, problem)
                values (:id, :number, :identity, :name, :kb, :title, :releaseType, :architecture, :language, :version, :problem)
                on conflict do nothing
                """);
        for (PresentUpdate update : index.updates()) {
            batch.bind("id", id)
                    .bind("number", index.index())
                    .bind("identity", update.identity())
                    .bind("name", update.name())
                    .bind("kb", update.kb())
                    .bind("title", update.title())
                    .bind("releaseType", update.releaseType())
                    .bind("architecture", update.architecture())
                    .bind("language", update.language())
                    .bind("version", update.version())
                    .bind("problem", update.problem())
                    .add();
        }
        batch.execute();
    }

    private record IndexRow(int number, String name, String problem) {}

    List<IndexUpdates> of(String id) {
        return handle
                .createQuery(
                        "select number, name, updates_problem as problem from image_index where package = :id order by number")
                .bind("id", id)
                .mapTo(IndexRow.class)
                .stream()
                .map(row -> new IndexUpdates(row.number(), row.name(), row.problem(), updates(id, row.number())))
                .toList();
    }

    private List<PresentUpdate> updates(String id, int number) {
        return handle.createQuery("""
                select identity, name, kb, title, release_type, architecture, language, version, problem
                from image_update where package = :id and number = :number order by identity
                """)
                .bind("id", id)
                .bind("number", number)
                .mapTo(PresentUpdate.class)
                .list();
    }
}
