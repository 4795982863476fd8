package dev.slipway.site.operation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables operation and operation_log. */
record OperationSql(Handle handle) {
    private static final String COLUMNS = """
            id, kind, title, subject, state, percent, message, error_code, cancel_requested, attempt, created_by, created_at, started_at, finished_at
            """;

    void insert(Operation operation, String input) {
        handle.createUpdate("""
                insert into operation (id, kind, title, subject, input, state, created_by, created_at)
                values (:id, :kind, :title, :subject, :input, :state, :createdBy, :createdAt)
                """)
                .bind("id", operation.id())
                .bind("kind", operation.kind())
                .bind("title", operation.title())
                .bind("subject", operation.subject())
                .bind("input", input)
                .bind("state", operation.state())
                .bind("createdBy", operation.createdBy())
                .bind("createdAt", operation.createdAt())
                .execute();
    }

    Optional<Operation> find(String id) {
        return handle.createQuery("select " + COLUMNS + " from operation where id = :id")
                .bind("id", id)
                .mapTo(Operation.class)
                .findOne();
    }

    String input(String id) {
        return handle.createQuery("select input from operation where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one();
    }

    List<Operation> newest(int most) {
        return handle.createQuery("select " + COLUMNS + " from operation order by created_at desc, id desc limit :most")
                .bind("most", most)
                .mapTo(Operation.class)
                .list();
    }

    List<Operation> inState(Operation.State state) {
        return handle.createQuery("select " + COLUMNS + " from operation where state = :state order by created_at, id")
                .bind("state", state)
                .mapTo(Operation.class)
                .list();
    }

    /** @return false when it is not queued any more */
    boolean begin(String id, Instant now) {
        return handle.createUpdate("""
                update operation set state = 'RUNNING', started_at = coalesce(started_at, :now), attempt = attempt + 1, percent = 0, message = null
                where id = :id and state = 'QUEUED'
                """).bind("now", now).bind("id", id).execute() > 0;
    }

    void progress(String id, int percent, String message) {
        handle.execute(
                "update operation set percent = ?, message = ? where id = ? and state = 'RUNNING'",
                percent,
                message,
                id);
    }

    void subject(String id, String subject) {
        handle.execute("update operation set subject = ? where id = ?", subject, id);
    }

    void requestCancel(String id) {
        handle.execute("update operation set cancel_requested = 1 where id = ?", id);
    }

    void requeue(String id) {
        handle.execute("update operation set state = 'QUEUED' where id = ?", id);
    }

    void finish(String id, Operation.State state, String message, @Nullable String errorCode, Instant now) {
        handle.createUpdate("""
                update operation set state = :state, message = :message, error_code = :errorCode, finished_at = :now,
                    percent = case when :done = 1 then 100 else percent end
                where id = :id
                """)
                .bind("state", state)
                .bind("message", message)
                .bind("errorCode", errorCode)
                .bind("now", now)
                .bind("done", state == Operation.State.SUCCEEDED)
                .bind("id", id)
                .execute();
    }

    void log(String id, Instant now, String text) {
        handle.execute("insert into operation_log (operation, time, text) values (?, ?, ?)", id, now, text);
    }

    boolean hasLogged(String id, String text) {
        return handle.createQuery("select count(*) from operation_log where operation = :id and text = :text")
                        .bind("id", id)
                        .bind("text", text)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    Optional<String> lineThatBegins(String id, String begin) {
        return handle.createQuery("""
                select text from operation_log where operation = :id and substr(text, 1, :length) = :begin order by number desc limit 1
                """)
                .bind("id", id)
                .bind("length", begin.length())
                .bind("begin", begin)
                .mapTo(String.class)
                .findOne();
    }

    List<OperationLine> lines(String id, long after, int limit) {
        return handle.createQuery("""
                select number, time, text from operation_log where operation = :id and number > :after order by number limit :limit
                """)
                .bind("id", id)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(OperationLine.class)
                .list();
    }
}
