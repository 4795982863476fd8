package dev.slipway.site.deployment;

import dev.slipway.protocol.ContentOption;
import dev.slipway.protocol.RunPolicy.ContentReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables of runs: reading, and the row of the run itself. */
final class RunTable {
    private static final String SELECT = """
            select id, deployment, device, device_name, sequence, sequence_name, sequence_revision, state, environment, step_count, current_step, percent,
              last_event, last_line, message, error_code, exit_code, failed_step, started_at, last_event_at, finished_at
            from run
            """;

    private RunTable() {}

    static Optional<Run> find(Handle handle, String id) {
        return handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .mapTo(Run.class)
                .findOne();
    }

    /** The run of a device that has not ended. */
    static Optional<Run> active(Handle handle, long device) {
        return handle.createQuery(
                        SELECT
                                + "where device = :device and state in ('RUNNING', 'RESTARTING', 'INTERRUPTED') order by started_at desc limit 1")
                .bind("device", device)
                .mapTo(Run.class)
                .findOne();
    }

    /** The latest started first. @param before start in epoch milliseconds and id, "1700000000000-…" */
    static List<Run> list(
            Handle handle,
            List<RunState> states,
            @Nullable Long device,
            @Nullable String deployment,
            @Nullable String before,
            int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append("where 1 = 1\n");
        if (!states.isEmpty()) {
            sql.append("and state in (<states>)\n");
        }
        if (device != null) {
            sql.append("and device = :device\n");
        }
        if (deployment != null) {
            sql.append("and deployment = :deployment\n");
        }
        if (before != null) {
            sql.append("and (started_at < :started or (started_at = :started and id < :before))\n");
        }
        var query = handle.createQuery(sql.append("order by started_at desc, id desc limit :limit")
                        .toString())
                .bind("limit", limit);
        if (!states.isEmpty()) {
            query.bindList("states", states.stream().map(RunState::name).toList());
        }
        if (device != null) {
            query.bind("device", device);
        }
        if (deployment != null) {
            query.bind("deployment", deployment);
        }
        if (before != null) {
            int dash = before.indexOf('-');
            query.bind("started", Long.parseLong(before.substring(0, Math.max(0, dash))))
                    .bind("before", before.substring(dash + 1));
        }
        return query.mapTo(Run.class).list();
    }

    static String key(Run run) {
        return run.startedAt().toEpochMilli() + "-" + run.id();
    }

    static void insert(Handle handle, Run run, String sequenceXml) {
        bind(handle.createUpdate("""
                insert into run (id, deployment, device, device_name, sequence, sequence_name, sequence_revision, sequence_xml, state, environment,
                  step_count, current_step, percent, last_event, last_line, message, error_code, exit_code, failed_step, started_at, last_event_at,
                  finished_at)
                values (:id, :deployment, :device, :deviceName, :sequence, :sequenceName, :sequenceRevision, :sequenceXml, :state, :environment,
                  :stepCount, :currentStep, :percent, :lastEvent, :lastLine, :message, :errorCode, :exitCode, :failedStep, :startedAt, :lastEventAt,
                  :finishedAt)
                """), run)
                .bind("deployment", run.deployment())
                .bind("device", run.device())
                .bind("deviceName", run.deviceName())
                .bind("sequence", run.sequence())
                .bind("sequenceName", run.sequenceName())
                .bind("sequenceRevision", run.sequenceRevision())
                .bind("sequenceXml", sequenceXml)
                .bind("startedAt", run.startedAt())
                .execute();
    }

    static void keep(Handle handle, String run, ContentOption option) {
        handle.execute("update run set content_option = ? where id = ?", option.name(), run);
    }

    static ContentOption contentOption(Handle handle, String run) {
        return handle.createQuery("select content_option from run where id = :run")
                .bind("run", run)
                .mapTo(ContentOption.class)
                .one();
    }

    static void update(Handle handle, Run run) {
        bind(handle.createUpdate("""
                update run set state = :state, environment = :environment, step_count = :stepCount, current_step = :currentStep, percent = :percent,
                  last_event = :lastEvent, last_line = :lastLine, message = :message, error_code = :errorCode, exit_code = :exitCode,
                  failed_step = :failedStep, last_event_at = :lastEventAt, finished_at = :finishedAt
                where id = :id
                """), run).execute();
    }

    private static org.jdbi.v3.core.statement.Update bind(org.jdbi.v3.core.statement.Update update, Run run) {
        return update.bind("id", run.id())
                .bind("state", run.state())
                .bind("environment", run.environment())
                .bind("stepCount", run.stepCount())
                .bind("currentStep", run.currentStep())
                .bind("percent", run.percent())
                .bind("lastEvent", run.lastEvent())
                .bind("lastLine", run.lastLine())
                .bind("message", run.message())
                .bind("errorCode", run.errorCode())
                .bind("exitCode", run.exitCode().orElse(null))
                .bind("failedStep", run.failedStep())
                .bind("lastEventAt", run.lastEventAt())
                .bind("finishedAt", run.finishedAt().orElse(null));
    }

    static String sequenceXml(Handle handle, String run) {
        return handle.createQuery("select sequence_xml from run where id = :run")
                .bind("run", run)
                .mapTo(String.class)
                .one();
    }

    /** What only a run that goes on needs: it may hold secrets. */
    static void forgetSecrets(Handle handle, String run) {
        handle.execute("update run set sequence_xml = '' where id = ?", run);
        handle.execute("delete from run_state where run = ?", run);
    }

    static List<ContentReference> contents(Handle handle, String run) {
        return handle.createQuery("""
                select package as package_id, name, kind, content_id from run_content where run = :run order by package
                """)
                .bind("run", run)
                .mapTo(ContentReference.class)
                .list();
    }

    /** Oldest first. @param tail the last lines instead of the first ones */
    static List<LogLine> log(Handle handle, String run, long after, int limit, boolean tail) {
        List<LogLine> lines = new ArrayList<>(handle.createQuery(
                        "select number, time, step, line as text from run_log where run = :run and number > :after order by number "
                                + (tail ? "desc" : "asc") + " limit :limit")
                .bind("run", run)
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(LogLine.class)
                .list());
        return tail ? List.copyOf(lines.reversed()) : List.copyOf(lines);
    }
}
