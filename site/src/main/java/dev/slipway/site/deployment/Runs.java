package dev.slipway.site.deployment;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event.Change;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What people see of runs, and the one thing they can do: cancel. */
@Component
public class Runs {
    public static final int MOST_LINES = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private final Database database;
    private final Events events;
    private final Clock clock;

    Runs(Database database, Events events, Clock clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** A run with the step at which it is, if any. */
    public record Shown(Run run, Optional<RunStep> current) {}

    /** The latest started first. @param states all when empty */
    public Page<Shown> list(
            List<RunState> states,
            @Nullable Long device,
            @Nullable String deployment,
            @Nullable String after,
            int limit) {
        if (after != null && !after.matches("\\d{1,15}-[0-9a-f-]{36}")) {
            throw SlipwayException.invalid("after", "\"" + after + "\" does not come from a list of runs.");
        }
        int most = Math.clamp(limit, 1, Page.MOST);
        return database.read(handle -> Page.cut(
                        RunTable.list(handle, states, device, deployment, after, most + 1), most, RunTable::key)
                .map(run -> shown(handle, run)));
    }

    public Shown get(String id) {
        return database.read(handle -> shown(handle, get(handle, id)));
    }

    private static Shown shown(Handle handle, Run run) {
        return new Shown(
                run, run.currentStep() == 0 ? Optional.empty() : StepTable.find(handle, run.id(), run.currentStep()));
    }

    private static Run get(Handle handle, String id) {
        return RunTable.find(handle, id).orElseThrow(() -> SlipwayException.notFound("run", id));
    }

    /** All steps in document order, those still to come included. */
    public List<RunStep> steps(String id) {
        return database.read(handle -> {
            get(handle, id);
            return StepTable.list(handle, id);
        });
    }

    /** Lines with a higher number than {@code after}, oldest first. @param tail the last lines instead of the first ones */
    public List<LogLine> log(String id, long after, int limit, boolean tail) {
        return database.read(handle -> {
            get(handle, id);
            return RunTable.log(handle, id, after, Math.clamp(limit, 1, MOST_LINES), tail);
        });
    }

    /** Ends a run; the machine learns of it with its next delivery of events. @throws SlipwayException 409 {@code run-finished} */
    public Shown cancel(String id, Caller caller) {
        return database.write(handle -> {
            handle.execute("update run set last_event_at = last_event_at where id = ?", id);
            Run run = get(handle, id);
            if (!run.state().isActive()) {
                throw new SlipwayException(
                        "run-finished", 409, "The run " + id + " is over already: " + run.state() + ".");
            }
            Instant now = clock.instant();
            RunDraft draft = new RunDraft(run);
            draft.state = RunState.CANCELLED;
            draft.message = "Cancelled by " + caller.name() + ".";
            draft.finishedAt = Optional.of(now);
            RunTable.update(handle, draft.finish(run.lastEventAt()));
            StepTable.endRunning(handle, id, "The run was cancelled.", now);
            RunTable.forgetSecrets(handle, id);
            events.publish(handle, "run", id, Change.CHANGED);
            events.publish(handle, "run-step", id, Change.CHANGED);
            events.publish(handle, "device", run.device(), Change.CHANGED);
            events.publish(handle, "deployment", run.deployment(), Change.CHANGED);
            LOG.info(
                    "{} cancelled {} on {} (run {}); the machine stops at its next report",
                    caller.name(),
                    run.sequenceName(),
                    run.deviceName(),
                    id);
            return shown(handle, get(handle, id));
        });
    }
}
