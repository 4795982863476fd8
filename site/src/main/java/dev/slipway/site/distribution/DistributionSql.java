package dev.slipway.site.distribution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table distribution. */
record DistributionSql(Handle handle) {
    private static final String COLUMNS = """
            package, point, state, target_version, target_content, present_version, present_content, job, job_kind, job_state, percent,
            done_bytes, total_bytes, fetched_bytes, attempt, next_attempt_at, heard_at, error_code, message, validated_at, changed_at
            """;

    private record Row(
            @org.jdbi.v3.core.mapper.reflect.ColumnName("package")
            String packageId,

            String point,
            DistributionState state,
            long targetVersion,
            String targetContent,
            long presentVersion,
            String presentContent,
            String job,
            Job.Kind jobKind,
            Job.State jobState,
            int percent,
            long doneBytes,
            long totalBytes,
            long fetchedBytes,
            int attempt,
            Optional<Instant> nextAttemptAt,
            Instant heardAt,
            String errorCode,
            String message,
            Optional<Instant> validatedAt,
            Instant changedAt) {
        Distribution distribution() {
            Optional<Distribution.Version> present = presentVersion == 0
                    ? Optional.empty()
                    : Optional.of(new Distribution.Version(presentVersion, presentContent));
            return new Distribution(
                    packageId,
                    point,
                    state,
                    new Distribution.Version(targetVersion, targetContent),
                    present,
                    new Job(
                            job,
                            jobKind,
                            jobState,
                            percent,
                            doneBytes,
                            totalBytes,
                            fetchedBytes,
                            attempt,
                            nextAttemptAt,
                            heardAt),
                    errorCode,
                    message,
                    validatedAt,
                    changedAt);
        }
    }

    Optional<Distribution> find(String packageId, String point) {
        return handle.createQuery(
                        "select " + COLUMNS + " from distribution where package = :package and point = :point")
                .bind("package", packageId)
                .bind("point", point)
                .mapTo(Row.class)
                .findOne()
                .map(Row::distribution);
    }

    List<Distribution> ofPoint(String point) {
        return list("where point = :id order by package", point);
    }

    List<Distribution> ofPackage(String packageId) {
        return list("where package = :id order by point", packageId);
    }

    /** Rows about which something is still to be done. */
    List<Distribution> unfinished() {
        return handle.createQuery(
                        "select " + COLUMNS
                                + " from distribution where job_state not in ('COMPLETE', 'FAILED', 'CANCELLED') order by package, point")
                .mapTo(Row.class)
                .map(Row::distribution)
                .list();
    }

    List<Distribution> all() {
        return handle.createQuery("select " + COLUMNS + " from distribution order by package, point")
                .mapTo(Row.class)
                .map(Row::distribution)
                .list();
    }

    private List<Distribution> list(String where, String id) {
        return handle.createQuery("select " + COLUMNS + " from distribution " + where)
                .bind("id", id)
                .mapTo(Row.class)
                .map(Row::distribution)
                .list();
    }

    void save(Distribution row) {
        Job job = row.job();
        @Nullable Instant next = job.nextAttemptAt().orElse(null);
        @Nullable Instant validated = row.validatedAt().orElse(null);
        handle.createUpdate("insert into distribution (" + COLUMNS + """
                ) values (:package, :point, :state, :targetVersion, :targetContent, :presentVersion, :presentContent, :job, :jobKind, :jobState,
                  :percent, :doneBytes, :totalBytes, :fetchedBytes, :attempt, :nextAttemptAt, :heardAt, :errorCode, :message, :validatedAt, :changedAt)
                on conflict (package, point) do update set state = excluded.state, target_version = excluded.target_version,
                  target_content = excluded.target_content, present_version = excluded.present_version,
                  present_content = excluded.present_content, job = excluded.job, job_kind = excluded.job_kind, job_state = excluded.job_state,
                  percent = excluded.percent, done_bytes = excluded.done_bytes, total_bytes = excluded.total_bytes,
                  fetched_bytes = excluded.fetched_bytes, attempt = excluded.attempt, next_attempt_at = excluded.next_attempt_at,
                  heard_at = excluded.heard_at, error_code = excluded.error_code, message = excluded.message,
                  validated_at = excluded.validated_at, changed_at = excluded.changed_at
                """)
                .bind("package", row.packageId())
                .bind("point", row.pointId())
                .bind("state", row.state())
                .bind("targetVersion", row.target().number())
                .bind("targetContent", row.target().contentId())
                .bind(
                        "presentVersion",
                        row.present().map(Distribution.Version::number).orElse(0L))
                .bind(
                        "presentContent",
                        row.present().map(Distribution.Version::contentId).orElse(""))
                .bind("job", job.id())
                .bind("jobKind", job.kind())
                .bind("jobState", job.state())
                .bind("percent", job.percent())
                .bind("doneBytes", job.doneBytes())
                .bind("totalBytes", job.totalBytes())
                .bind("fetchedBytes", job.fetchedBytes())
                .bind("attempt", job.attempt())
                .bindByType("nextAttemptAt", next, Instant.class)
                .bind("heardAt", job.heardAt())
                .bind("errorCode", row.errorCode())
                .bind("message", row.message())
                .bindByType("validatedAt", validated, Instant.class)
                .bind("changedAt", row.changedAt())
                .execute();
    }

    void delete(Distribution row) {
        handle.execute("delete from distribution where package = ? and point = ?", row.packageId(), row.pointId());
    }
}
