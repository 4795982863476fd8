package dev.slipway.site.deployment;

import dev.slipway.protocol.Assignments;
import dev.slipway.protocol.EventsAccepted;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RunEvent;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.protocol.RunPolicy.ContentReference;
import dev.slipway.protocol.SavedState;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.Vault;
import dev.slipway.site.database.Database;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.fleet.FleetVariables;
import dev.slipway.site.operation.Event.Change;
import dev.slipway.site.operation.Events;
import dev.slipway.site.settings.SiteSettings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What an approved machine may do with its own runs, and only with those. */
@Component
public class MachineRuns {
    private static final Logger LOG = LoggerFactory.getLogger(MachineRuns.class);
    private final Database database;
    private final Events events;
    private final Offers offers;
    private final RunStarter starter;
    private final FleetVariables variables;
    private final Vault vault;
    private final SiteSettings settings;
    private final Clock clock;

    MachineRuns(
            Database database,
            Events events,
            Offers offers,
            RunStarter starter,
            FleetVariables variables,
            Vault vault,
            SiteSettings settings,
            Clock clock) {
        this.database = database;
        this.events = events;
        this.offers = offers;
        this.starter = starter;
        this.variables = variables;
        this.vault = vault;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What the machine may start, and what it must go on with. An agent asks once after each start, so a run that still seems to be running was
     * interrupted.
     */
    public Assignments assignments(Device device, String preferred) {
        return database.write(handle -> {
            Optional<Run> active = RunTable.active(handle, device.id());
            if (active.isPresent() && active.get().state() == RunState.RUNNING) {
                handle.execute(
                        "update run set state = 'INTERRUPTED' where id = ?",
                        active.get().id());
                events.publish(handle, "run", active.get().id(), Change.CHANGED);
                LOG.warn(
                        "Machine {} started anew in the middle of {} (run {}); it goes on where its saved state says",
                        device.name(),
                        active.get().sequenceName(),
                        active.get().id());
            }
            List<Assignments.Offer> offered = offers.of(handle, device, environment(device), preferred).stream()
                    .map(d -> new Assignments.Offer(
                            d.id(), d.sequence(), d.sequenceName(), d.sequenceDescription(), d.purpose()))
                    .toList();
            return new Assignments(
                    device.name(),
                    offered,
                    active.map(run -> policy(handle, device, run)).orElse(null),
                    languageFolder(handle, device));
        });
    }

    /** BOOT-7: the variable of the machine or of one of its collections. It is no secret, whatever it is called. */
    private String languageFolder(Handle handle, Device device) {
        return variables.effective(handle, device).stream()
                .filter(variable -> variable.name().equalsIgnoreCase("SMSTSLanguageFolder") && !variable.secret())
                .map(RunPolicy.Variable::value)
                .filter(value -> value.matches("[0-9]{1,5}"))
                .findFirst()
                .orElse("");
    }

    /** @throws SlipwayException 409 {@code run-active}, {@code deployment-not-offered}, {@code reference-missing} */
    public RunPolicy start(Device device, String deploymentId) {
        return database.write(handle -> {
            Run run = starter.start(handle, device, environment(device), deploymentId);
            return policy(handle, device, run);
        });
    }

    public RunPolicy policy(Device device, String runId) {
        return database.read(handle -> policy(handle, device, active(handle, device, runId)));
    }

    private RunPolicy policy(Handle handle, Device device, Run run) {
        return new RunPolicy(
                run.id(),
                run.deployment(),
                run.sequence(),
                run.sequenceName(),
                RunTable.sequenceXml(handle, run.id()),
                settings.siteCode(),
                settings.organisation(),
                variables.effective(handle, device),
                RunTable.contents(handle, run.id()),
                RunTable.contentOption(handle, run.id()));
    }

    public Optional<SavedState> state(Device device, String runId) {
        return database.read(handle -> {
            active(handle, device, runId);
            return handle.createQuery("select save_number, snapshot from run_state where run = :run")
                    .bind("run", runId)
                    .mapTo(SavedState.class)
                    .findOne()
                    .map(kept -> new SavedState(kept.saveNumber(), vault.open(place(runId), kept.snapshot())));
        });
    }

    /** Keeps the state. The same number again is a repeated request; a lower one comes from a copy that was overtaken. */
    public void save(Device device, String runId, SavedState state) {
        String snapshot = vault.seal(place(runId), state.snapshot());
        database.change(handle -> {
            active(handle, device, runId);
            int stored = handle.createUpdate("""
                    insert into run_state (run, save_number, snapshot, saved_at) values (:run, :number, :snapshot, :now)
                    on conflict (run) do update set save_number = excluded.save_number, snapshot = excluded.snapshot, saved_at = excluded.saved_at
                      where run_state.save_number <= excluded.save_number
                    """)
                    .bind("run", runId)
                    .bind("number", state.saveNumber())
                    .bind("snapshot", snapshot)
                    .bind("now", clock.instant())
                    .execute();
            if (stored == 0) {
                throw new SlipwayException(
                        "state-number",
                        409,
                        "The site holds a newer state of run " + runId + " than number " + state.saveNumber()
                                + ". Go on from that one.");
            }
        });
    }

    private static String place(String run) {
        return "run-state/" + run;
    }

    /** Keeps what is new, in one transaction. @throws SlipwayException 409 {@code event-gap} */
    public EventsAccepted report(Device device, String runId, List<RunEvent> reported) {
        return database.write(handle -> {
            // Takes the row's lock where there is one: two deliveries of the same events must not both count.
            handle.execute("update run set last_event_at = last_event_at where id = ?", runId);
            Run before = own(handle, device, runId);
            EventBatch batch = new EventBatch(handle, before, mask(handle, device, before), clock.instant());
            batch.apply(reported);
            Run after = batch.result();
            RunTable.update(handle, after);
            if (before.state().isActive() && !after.state().isActive()) {
                ended(handle, after);
            }
            publish(handle, batch, before, after);
            return new EventsAccepted(after.lastEvent(), after.state() == RunState.CANCELLED);
        });
    }

    private Mask mask(Handle handle, Device device, Run run) {
        String xml = RunTable.sequenceXml(handle, run.id());
        return Mask.of(variables.effective(handle, device), RunStarter.secrets(xml));
    }

    private void ended(Handle handle, Run run) {
        RunTable.forgetSecrets(handle, run.id());
        if (run.state() == RunState.SUCCEEDED) {
            // PXE-4: with an operating system from this site it is no unknown computer any more.
            handle.execute("update device set unknown = 0 where id = ?", run.device());
        }
        events.publish(handle, "device", run.device(), Change.CHANGED);
        events.publish(handle, "deployment", run.deployment(), Change.CHANGED);
        LOG.info(
                "{} on {} ended: {}{} (run {})",
                run.sequenceName(),
                run.deviceName(),
                run.state(),
                run.message().isEmpty() ? "" : ", " + run.message(),
                run.id());
    }

    private void publish(Handle handle, EventBatch batch, Run before, Run after) {
        if (after.lastEvent() != before.lastEvent()) {
            events.publish(handle, "run", after.id(), Change.CHANGED);
        }
        if (batch.stepsChanged()) {
            events.publish(handle, "run-step", after.id(), Change.CHANGED);
        }
        if (batch.logged()) {
            events.publish(handle, "run-log", after.id(), Change.CREATED);
        }
    }

    /** The packages of the machine's active run that have this content. @throws SlipwayException 404 when there is none */
    public Set<String> requireContent(Device device, String runId, String contentId) {
        Set<String> packages = database.read(handle -> {
            active(handle, device, runId);
            return RunTable.contents(handle, runId).stream()
                    .filter(reference -> reference.contentId().equals(contentId))
                    .map(ContentReference::packageId)
                    .collect(Collectors.toSet());
        });
        if (packages.isEmpty()) {
            throw SlipwayException.notFound("content", contentId + " in run " + runId);
        }
        return packages;
    }

    private static Run own(Handle handle, Device device, String runId) {
        return RunTable.find(handle, runId)
                .filter(run -> run.device() == device.id())
                .orElseThrow(() -> SlipwayException.notFound("run", runId));
    }

    private static Run active(Handle handle, Device device, String runId) {
        Run run = own(handle, device, runId);
        if (!run.state().isActive()) {
            throw new SlipwayException(
                    "run-ended", 409, "The run " + runId + " is over: " + run.state() + ". Start the machine again.");
        }
        return run;
    }

    private static Environment environment(Device device) {
        return device.environment().orElse(Environment.BOOT);
    }
}
