package dev.slipway.agent.run;

import dev.slipway.agent.console.Console;
import dev.slipway.agent.log.Severity;
import dev.slipway.agent.machine.Hardware;
import dev.slipway.agent.machine.SiteClock;
import dev.slipway.agent.site.Backoff;
import dev.slipway.agent.site.SiteConnection;
import dev.slipway.agent.volume.StateVolume;
import dev.slipway.protocol.MachineIdentity;
import dev.slipway.protocol.RunEvent;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.sequence.Engine;
import dev.slipway.sequence.Environment;
import dev.slipway.sequence.Outcome;
import dev.slipway.sequence.Restart;
import dev.slipway.sequence.SequenceException;
import dev.slipway.sequence.SequenceXml;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.sequence.StepHandler;
import dev.slipway.sequence.TaskSequence;
import dev.slipway.sequence.Variables;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One task sequence on this machine, from its start, or from where a restart left it, to its end or the next restart. */
public final class TaskRun {
    private static final Duration BEFORE_RESTART = Duration.ofMinutes(5);
    private static final long ERROR_SECONDS = 900;

    private final Place place;
    private final LocalRun run;
    private final MachineIdentity machine;
    private final String machineName;
    private final Map<String, StepHandler> handlers;
    private final BeforeStart beforeStart;
    private final BeforeRestart beforeRestart;
    private final AtomicBoolean cancelled = new AtomicBoolean();

    /** Where the run takes place. */
    public record Place(
            Environment environment, StateVolume state, SiteConnection site, SiteClock clock, Console console) {}

    /** Prepares what comes after a restart. */
    public interface BeforeRestart {
        /**
         * @param stepsRemain whether the sequence has anything left to do
         * @return why the run cannot go on there; empty when all is ready
         */
        Optional<String> prepare(Restart restart, boolean stepsRemain) throws IOException, InterruptedException;
    }

    /** Brings everything here that must be here before the first step. */
    public interface BeforeStart {
        void prepare() throws StepFailedException, IOException, InterruptedException;
    }

    public TaskRun(
            Place place,
            LocalRun run,
            MachineIdentity machine,
            String machineName,
            Map<String, StepHandler> handlers,
            BeforeStart beforeStart,
            BeforeRestart beforeRestart) {
        this.place = place;
        this.run = run;
        this.machine = machine;
        this.machineName = machineName;
        this.handlers = Map.copyOf(handlers);
        this.beforeStart = beforeStart;
        this.beforeRestart = beforeRestart;
    }

    private RunPolicy policy() {
        return run.policy();
    }

    /** @param resumed whether an earlier start of the agent began the run */
    public RunEnd go(boolean resumed) throws IOException, InterruptedException {
        run.write(place.state());
        EventLog events = EventLog.open(place.state(), place.clock());
        if (resumed && events.last().isEmpty()) {
            // Nothing local knows how far the numbers are.
            long last = new Backoff(Backoff.FOREVER, place.console()::say)
                    .run(() -> place.site().events(policy().runId(), List.of()).lastNumber());
            events.continueAfter(last);
        }
        Variables variables = RunVariables.of(policy(), machine, machineName);
        List<Variables.Variable> present = RunVariables.present(
                place.environment(),
                machine,
                Hardware.ipAddresses(),
                place.state().folder());
        present.forEach(variables::put);
        Optional<TaskSequence> sequence = Optional.empty();
        String unreadable = "";
        try {
            sequence = Optional.of(SequenceXml.parse(policy().sequenceXml()));
        } catch (SequenceException e) {
            unreadable = "The task sequence cannot be read: " + e.getMessage();
        }
        int steps = sequence.map(TaskRun::countedSteps).orElse(0);
        RunListener listener = new RunListener(events, variables, place.console(), steps);
        Thread engineThread = Thread.currentThread();
        Runnable cancel = () -> {
            cancelled.set(true);
            engineThread.interrupt();
        };
        try (Delivery delivery = new Delivery(
                policy().runId(), place.site(), events, listener::flushLines, cancel, place.console()::say)) {
            place.state().beforeRelease(delivery::await);
            place.state().whenMoved(folder -> RunVariables.folders(folder).forEach(variables::put));
            Ending ending = new Ending(events, listener, delivery, variables);
            Optional<RunEvent.RunFinished> already = finishedBefore(events);
            if (already.isPresent()) {
                return ending.deliverEnd(already.get());
            }
            if (sequence.isEmpty()) {
                return ending.finish(false, unreadable);
            }
            RunStateStore store = new RunStateStore(
                    policy().runId(), place.state(), place.site(), events, delivery, present, place.console()::say);
            if (policy().downloadsFirst() && store.load().isEmpty()) {
                Optional<String> obstacle = prepareStart();
                if (obstacle.isPresent()) {
                    return ending.finish(false, obstacle.get());
                }
            }
            Engine engine = new Engine(
                    sequence.get(),
                    variables,
                    type -> Optional.ofNullable(handlers.get(type)),
                    new FileConditions(),
                    store,
                    listener,
                    place.environment());
            Outcome outcome = engine.run();
            return ending.after(outcome, store, sequence.get());
        } catch (IOException | InterruptedException e) {
            if (cancelled.get()) {
                Thread.interrupted();
                return new RunEnd.Cancelled();
            }
            throw e;
        } finally {
            place.state().beforeRelease(() -> {});
            place.state().whenMoved(folder -> {});
        }
    }

    /** @return why the run cannot begin */
    private Optional<String> prepareStart() throws IOException, InterruptedException {
        try {
            beforeStart.prepare();
            return Optional.empty();
        } catch (StepFailedException e) {
            return Optional.of("The content cannot be downloaded (" + e.code() + "): " + e.getMessage());
        } catch (IOException e) {
            if (cancelled.get()) {
                throw e;
            }
            return Optional.of("The content cannot be downloaded: " + e.getMessage());
        }
    }

    private static int countedSteps(TaskSequence sequence) {
        return (int) sequence.steps().stream().filter(step -> !step.disabled()).count();
    }

    /** The end was written down, but the machine went down before the site had it. */
    private static Optional<RunEvent.RunFinished> finishedBefore(EventLog events) {
        return events.last()
                .map(RunEvent::body)
                .flatMap(body ->
                        body instanceof RunEvent.RunFinished finished ? Optional.of(finished) : Optional.empty());
    }

    /** What follows the engine's outcome. */
    private final class Ending {
        private final EventLog events;
        private final RunListener listener;
        private final Delivery delivery;
        private final Variables variables;

        Ending(EventLog events, RunListener listener, Delivery delivery, Variables variables) {
            this.events = events;
            this.listener = listener;
            this.delivery = delivery;
            this.variables = variables;
        }

        RunEnd after(Outcome outcome, RunStateStore store, TaskSequence sequence)
                throws IOException, InterruptedException {
            return switch (outcome) {
                case Outcome.Succeeded ignored ->
                    finish(true, "The task sequence '" + policy().sequenceName() + "' is done");
                case Outcome.Failed failed ->
                    finish(
                            false,
                            listener.mask("Step '" + failed.name() + "' failed with " + failed.exitCode() + " ("
                                    + failed.code() + "): " + failed.message()));
                case Outcome.RestartNeeded needed -> {
                    boolean remain = store.lastPosition() <= sequence.flat().size();
                    yield restart(needed.restart(), remain);
                }
            };
        }

        private RunEnd restart(Restart restart, boolean stepsRemain) throws IOException, InterruptedException {
            Optional<String> obstacle = beforeRestart.prepare(restart, stepsRemain);
            if (obstacle.isPresent()) {
                return finish(false, obstacle.get());
            }
            String message = listener.mask(restart.message());
            listener.emit(new RunEvent.Restarting(restart.target().toString(), message));
            events.force();
            place.console()
                    .tell(
                            "restart.in",
                            message.isEmpty() ? place.console().text("restart.now") : message,
                            restart.delay().toSeconds());
            Thread.sleep(restart.delay());
            // The site sends the machine to the right place at its next start only when it knows of the restart.
            if (!delivery.await(BEFORE_RESTART) && !cancelled.get()) {
                place.console().tell("restart.silent");
            }
            return cancelled.get() ? new RunEnd.Cancelled() : new RunEnd.RestartNeeded(restart);
        }

        RunEnd finish(boolean success, String message) throws IOException, InterruptedException {
            RunEvent.RunFinished finished = new RunEvent.RunFinished(success, message);
            listener.emit(finished);
            events.force();
            return deliverEnd(finished);
        }

        RunEnd deliverEnd(RunEvent.RunFinished finished) throws InterruptedException {
            place.console().say(finished.success() ? Severity.INFORMATION : Severity.ERROR, finished.message());
            delivery.await();
            return new RunEnd.Finished(finished.success(), finished.message(), errorSeconds());
        }

        /** ENG-11. */
        private long errorSeconds() {
            String value = variables.value("SMSTSErrorDialogTimeout");
            return value.matches("\\d{1,6}") ? Long.parseLong(value) : ERROR_SECONDS;
        }
    }
}
