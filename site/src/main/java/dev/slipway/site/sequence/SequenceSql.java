package dev.slipway.site.sequence;

import dev.slipway.protocol.Json;
import dev.slipway.site.access.scope.Scopes;
import dev.slipway.site.sequence.StoredSequence.SequenceReference;
import dev.slipway.site.sequence.StoredSequence.SequenceWarning;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables task_sequence, task_sequence_revision and task_sequence_reference. */
record SequenceSql(Handle handle) {
    private static final String SELECT = """
            select id, name, description, enabled, revision, xml, step_count, warnings, created_at, changed_at, changed_by from task_sequence
            """;

    private record Row(
            String id,
            String name,
            String description,
            boolean enabled,
            long revision,
            String xml,
            int stepCount,
            String warnings,
            Instant createdAt,
            Instant changedAt,
            String changedBy) {

        StoredSequence sequence(List<SequenceReference> references) {
            List<SequenceWarning> decoded =
                    Json.decodeList(warnings.getBytes(StandardCharsets.UTF_8), SequenceWarning.class);
            return new StoredSequence(
                    id,
                    name,
                    description,
                    enabled,
                    revision,
                    stepCount,
                    references,
                    decoded,
                    xml,
                    createdAt,
                    changedAt,
                    changedBy);
        }
    }

    /** By name. */
    List<StoredSequence> all() {
        return handle.createQuery(SELECT + "order by lower(name), id").mapTo(Row.class).list().stream()
                .map(row -> row.sequence(references(row.id())))
                .toList();
    }

    Optional<StoredSequence> find(String id) {
        return handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .mapTo(Row.class)
                .findOne()
                .map(row -> row.sequence(references(id)));
    }

    private List<SequenceReference> references(String id) {
        return handle.createQuery("""
                select r.package as id, coalesce(p.name, '') as name, case when p.id is null then 1 else 0 end as missing
                from task_sequence_reference r left join package p on p.id = r.package
                where r.sequence = :id order by r.package
                """)
                .bind("id", id)
                .mapTo(SequenceReference.class)
                .list();
    }

    void insert(String id, String name, String description, CheckedSequence checked, String account, Instant now) {
        handle.createUpdate("""
                insert into task_sequence (id, name, description, enabled, revision, xml, step_count, warnings, created_at, changed_at, changed_by)
                values (:id, :name, :description, 1, 1, :xml, :stepCount, :warnings, :now, :now, :account)
                """)
                .bind("id", id)
                .bind("name", name)
                .bind("description", description)
                .bind("xml", checked.xml())
                .bind("stepCount", checked.stepCount())
                .bind("warnings", warnings(checked))
                .bind("now", now)
                .bind("account", account)
                .execute();
        Scopes.assign(handle, id, account);
        keepRevision(id, 1, checked, account, now);
    }

    void update(String id, long revision, CheckedSequence checked, String account, Instant now) {
        handle.createUpdate("""
                update task_sequence set revision = :revision, xml = :xml, step_count = :stepCount, warnings = :warnings,
                    changed_at = :now, changed_by = :account
                where id = :id
                """)
                .bind("revision", revision)
                .bind("xml", checked.xml())
                .bind("stepCount", checked.stepCount())
                .bind("warnings", warnings(checked))
                .bind("now", now)
                .bind("account", account)
                .bind("id", id)
                .execute();
        keepRevision(id, revision, checked, account, now);
    }

    private static String warnings(CheckedSequence checked) {
        return new String(Json.encode(checked.warnings()), StandardCharsets.UTF_8);
    }

    private void keepRevision(String id, long revision, CheckedSequence checked, String account, Instant now) {
        handle.execute(
                "insert into task_sequence_revision (sequence, revision, xml, saved_at, saved_by) values (?, ?, ?, ?, ?)",
                id,
                revision,
                checked.xml(),
                now,
                account);
        handle.execute("delete from task_sequence_reference where sequence = ?", id);
        for (String reference : checked.references()) {
            handle.execute("insert into task_sequence_reference (sequence, package) values (?, ?)", id, reference);
        }
    }

    void rename(String id, String name, String description, String account, Instant now) {
        handle.execute(
                "update task_sequence set name = ?, description = ?, changed_at = ?, changed_by = ? where id = ?",
                name,
                description,
                now,
                account,
                id);
    }

    void enable(String id, boolean enabled, String account, Instant now) {
        handle.execute(
                "update task_sequence set enabled = ?, changed_at = ?, changed_by = ? where id = ?",
                enabled,
                now,
                account,
                id);
    }

    /** Deployments that refer to a sequence. */
    List<String> deployments(String id) {
        return handle.createQuery("select id from deployment where sequence = :id order by id")
                .bind("id", id)
                .mapTo(String.class)
                .list();
    }

    void delete(String id) {
        handle.execute("delete from task_sequence where id = ?", id);
    }
}
