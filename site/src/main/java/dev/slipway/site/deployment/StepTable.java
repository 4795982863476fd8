package dev.slipway.site.deployment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/** The tables {@code run_step} and {@code run_log}. */
final class StepTable {
    private static final String SELECT = """
            select step, ordinal, name, step_group as "group", type, state, percent, text, exit_code, error_code, message, continued,
              started_at, finished_at
            from run_step where run = :run
            """;

    private StepTable() {}

    static List<RunStep> list(Handle handle, String run) {
        return handle.createQuery(SELECT + "order by step")
                .bind("run", run)
                .mapTo(RunStep.class)
                .list();
    }

    static Optional<RunStep> find(Handle handle, String run, int step) {
        return handle.createQuery(SELECT + "and step = :step")
                .bind("run", run)
                .bind("step", step)
                .mapTo(RunStep.class)
                .findOne();
    }

    static RunStep waiting(SequenceOutline.Line line) {
        return new RunStep(
                line.step(),
                line.ordinal(),
                line.name(),
                line.group(),
                line.type(),
                RunStep.State.WAITING,
                0,
                "",
                Optional.empty(),
                "",
                "",
                false,
                Optional.empty(),
                Optional.empty());
    }

    static void insert(Handle handle, String run, List<RunStep> steps) {
        if (steps.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                insert into run_step (run, step, ordinal, name, step_group, type, state, percent, text, exit_code, error_code, message, continued,
                  started_at, finished_at)
                values (:run, :step, :ordinal, :name, :group, :type, :state, :percent, :text, :exitCode, :errorCode, :message, :continued,
                  :startedAt, :finishedAt)
                """);
        steps.forEach(step -> bind(batch, run, step).add());
        batch.execute();
    }

    /** Writes the step, whether the outline had it or not: what the machine says happened, happened. */
    static void put(Handle handle, String run, RunStep step) {
        bind(handle.createUpdate("""
                insert into run_step (run, step, ordinal, name, step_group, type, state, percent, text, exit_code, error_code, message, continued,
                  started_at, finished_at)
                values (:run, :step, :ordinal, :name, :group, :type, :state, :percent, :text, :exitCode, :errorCode, :message, :continued,
                  :startedAt, :finishedAt)
                on conflict (run, step) do update set ordinal = excluded.ordinal, name = excluded.name, step_group = excluded.step_group,
                  type = excluded.type, state = excluded.state, percent = excluded.percent, text = excluded.text, exit_code = excluded.exit_code,
                  error_code = excluded.error_code, message = excluded.message, continued = excluded.continued, started_at = excluded.started_at,
                  finished_at = excluded.finished_at
                """), run, step).execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, String run, RunStep step) {
        return statement
                .bind("run", run)
                .bind("step", step.step())
                .bind("ordinal", step.ordinal())
                .bind("name", step.name())
                .bind("group", step.group())
                .bind("type", step.type())
                .bind("state", step.state())
                .bind("percent", step.percent())
                .bind("text", step.text())
                .bind("exitCode", step.exitCode().orElse(null))
                .bind("errorCode", step.errorCode())
                .bind("message", step.message())
                .bind("continued", step.continued())
                .bind("startedAt", step.startedAt().orElse(null))
                .bind("finishedAt", step.finishedAt().orElse(null));
    }

    /** Steps that have not begun and never will. */
    static void skipWaiting(Handle handle, String run, int fromStep, int toStep, String reason) {
        handle.createUpdate("""
                update run_step set state = 'SKIPPED', message = :reason
                where run = :run and state = 'WAITING' and step between :from and :to
                """)
                .bind("run", run)
                .bind("reason", reason)
                .bind("from", fromStep)
                .bind("to", toStep)
                .execute();
    }

    /** A run that is over has no running step. */
    static void endRunning(Handle handle, String run, String message, Instant at) {
        handle.createUpdate("""
                update run_step set state = 'FAILED', message = :message, finished_at = :at where run = :run and state = 'RUNNING'
                """)
                .bind("run", run)
                .bind("message", message)
                .bind("at", at)
                .execute();
    }

    static void appendLog(Handle handle, String run, List<LogLine> lines) {
        if (lines.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch(
                "insert into run_log (run, number, step, time, line) values (:run, :number, :step, :time, :text)");
        for (LogLine line : lines) {
            batch.bind("run", run)
                    .bind("number", line.number())
                    .bind("step", line.step())
                    .bind("time", line.time())
                    .bind("text", line.text())
                    .add();
        }
        batch.execute();
    }
}
