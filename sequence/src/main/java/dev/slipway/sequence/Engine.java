package dev.slipway.sequence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Runs a task sequence, strictly one step after the other (ENG-1), and goes on after a restart where the last save points.
 *
 * <p>The tree is a flat list in document order, each node knowing its parent and the end of its subtree; so a position is one
 * number, and neither failure (ENG-5) nor resuming needs a stack.
 */
public final class Engine {
    /** A step that restarts the machine under itself so often will do so for ever. */
    static final int MAXIMUM_ATTEMPTS = 5;

    /** How often a machine may come up in the wrong environment before the run gives up. */
    static final int MAXIMUM_MISDIRECTIONS = 3;

    private static final int EXIT_RESTART = 3010;

    private final List<FlatNode> nodes;
    private final TaskSequence sequence;
    private final Variables variables;
    private final StepRunner runner;
    private final ConditionEvaluator conditions;
    private final StateStore store;
    private final EngineListener listener;
    private final Environment environment;

    private long saveNumber;
    private int position = 1;
    private int attempt;

    /** @param handlers finds the handler of a step type; empty means that this environment does not know the type */
    public Engine(
            TaskSequence sequence,
            Variables variables,
            Function<String, Optional<StepHandler>> handlers,
            ConditionFacts facts,
            StateStore store,
            EngineListener listener,
            Environment environment) {
        this.sequence = sequence;
        this.nodes = FlatNode.of(sequence);
        this.variables = variables;
        this.runner = new StepRunner(variables, handlers, listener, environment);
        this.conditions = new ConditionEvaluator(variables, facts);
        this.store = store;
        this.listener = listener;
        this.environment = environment;
    }

    /**
     * Runs until the sequence ends or the machine must restart.
     *
     * @throws IOException when the state can be kept nowhere
     * @throws InterruptedException when the run is cancelled; the state points at the step that was interrupted
     */
    public Outcome run() throws IOException, InterruptedException {
        Optional<Snapshot> saved = store.load();
        if (saved.isPresent()) {
            Optional<Outcome> elsewhere = resume(saved.get());
            if (elsewhere.isPresent()) {
                return elsewhere.get();
            }
        } else {
            start();
        }
        while (position <= nodes.size()) {
            Optional<Outcome> end = runNode(nodes.get(position - 1));
            if (end.isPresent()) {
                return end.get();
            }
        }
        return new Outcome.Succeeded();
    }

    private void start() throws IOException, InterruptedException {
        sequence.globals().stream()
                .filter(global -> variables.get(global.name()).isEmpty())
                .forEach(global -> variables.put(
                        new Variables.Variable(global.name(), variables.expand(global.value()), global.secret())));
        save(environment, 0);
        listener.runStarted((int) nodes.stream().filter(FlatNode::counts).count());
    }

    private Optional<Outcome> resume(Snapshot snapshot) throws IOException, InterruptedException {
        saveNumber = snapshot.saveNumber();
        position = snapshot.position();
        attempt = snapshot.attempt();
        variables.restore(snapshot.variables());
        variables.setBuiltIn("_SMSTSInWinPE", Boolean.toString(environment == Environment.WINPE));
        listener.runResumed(environment, position);
        if (snapshot.environment() == environment || position > nodes.size()) {
            save(environment, 0);
            return Optional.empty();
        }
        if (snapshot.misdirected() >= MAXIMUM_MISDIRECTIONS) {
            return Optional.of(new Outcome.Failed(
                    position,
                    nodes.get(position - 1).node().name(),
                    1,
                    "wrong-environment",
                    "The next step runs in " + snapshot.environment() + ", but the machine came up in " + environment
                            + " "
                            + (snapshot.misdirected() + 1)
                            + " times. Check the boot order of the firmware and the boot loader on the disk."));
        }
        save(snapshot.environment(), snapshot.misdirected() + 1);
        Restart.Target target = snapshot.environment() == Environment.WINPE ? Restart.Target.WINPE : Restart.Target.HD;
        return Optional.of(new Outcome.RestartNeeded(new Restart(
                target, java.time.Duration.ZERO, "The task sequence goes on in " + snapshot.environment())));
    }

    /** Runs or skips one node and moves the position. */
    private Optional<Outcome> runNode(FlatNode flat) throws IOException, InterruptedException {
        Node node = flat.node();
        if (node.disabled()) {
            return skip(flat, "disabled");
        }
        if (attempt == 0) {
            try {
                if (!conditions.holds(node.condition())) {
                    return skip(flat, "its condition is false");
                }
            } catch (StepFailedException | IOException unknown) {
                return failed(flat, StepRunner.failure(unknown));
            }
        }
        return switch (node) {
            case Group ignored -> {
                moveTo(flat.position() + 1, environment);
                yield Optional.empty();
            }
            case Step step -> runStep(flat, step);
            case SubSequence sub ->
                failed(
                        flat,
                        new StepFailedException(
                                "sub-sequence",
                                "Run Task Sequence '" + sub.name() + "' (" + sub.packageId()
                                        + "): child sequences cannot be run yet. Paste the child's steps into this sequence."));
        };
    }

    private Optional<Outcome> runStep(FlatNode flat, Step step) throws IOException, InterruptedException {
        if (!step.runIn().includes(environment)) {
            return skip(flat, "it runs in " + step.runIn() + " only");
        }
        if (attempt >= Math.max(MAXIMUM_ATTEMPTS, step.retryCount() + 1)) {
            return failed(
                    flat,
                    new StepFailedException(
                            "step-interrupted",
                            "The machine restarted " + attempt
                                    + " times in the middle of this step; it is not tried again."));
        }
        attempt++;
        save(environment, 0);
        listener.stepStarted(flat.position(), flat.ordinal(), step, flat.path());
        StepResult result;
        try {
            result = runner.run(flat.position(), step);
        } catch (StepFailedException failure) {
            return failed(flat, failure);
        }
        succeeded(step, result.exitCode());
        Optional<Restart> restart = result.restart().or(() -> requestedRestart(result.exitCode()));
        boolean again = restart.isPresent() && takeFlag("SMSTSRetryRequested");
        attempt = 0;
        // Told before it is saved: a machine that is reset in between tells it twice, the other way round never.
        listener.stepSucceeded(flat.position(), step, result.exitCode());
        moveTo(
                again ? flat.position() : flat.position() + 1,
                restart.map(r -> r.target().environment()).orElse(environment));
        return restart.map(Outcome.RestartNeeded::new);
    }

    private Optional<Outcome> skip(FlatNode flat, String reason) throws IOException, InterruptedException {
        attempt = 0;
        listener.nodeSkipped(flat.position(), flat.node(), flat.path(), reason);
        moveTo(flat.end() + 1, environment);
        return Optional.empty();
    }

    /** ENG-5: the failing node's own continue on error first, then that of the groups above it, from the inside out. */
    private Optional<Outcome> failed(FlatNode flat, StepFailedException failure)
            throws IOException, InterruptedException {
        variables.setBuiltIn("_SMSTSLastActionSucceeded", "false");
        variables.setBuiltIn("_SMSTSLastActionRetCode", Long.toString(failure.exitCode()));
        variables.setBuiltIn("_SMSTSLastActionName", flat.node().name());
        attempt = 0;
        Optional<FlatNode> rescuer = flat.rescuer();
        String message = String.valueOf(failure.getMessage());
        if (flat.node() instanceof Step step) {
            listener.stepFailed(
                    flat.position(), step, failure.exitCode(), failure.code(), message, rescuer.isPresent());
        } else {
            listener.nodeSkipped(flat.position(), flat.node(), flat.path(), message);
        }
        if (rescuer.isPresent()) {
            moveTo(rescuer.get().end() + 1, environment);
            return Optional.empty();
        }
        return Optional.of(
                new Outcome.Failed(flat.position(), flat.node().name(), failure.exitCode(), failure.code(), message));
    }

    private void succeeded(Step step, long exitCode) {
        variables.setBuiltIn("_SMSTSLastActionSucceeded", "true");
        variables.setBuiltIn("_SMSTSLastActionRetCode", Long.toString(exitCode));
        variables.setBuiltIn("_SMSTSLastActionName", step.name());
    }

    /** ENG-4 and ENG-8: exit code 3010, or a script's own request through variables. */
    private Optional<Restart> requestedRestart(long exitCode) {
        Optional<Restart.Target> requested = Restart.Target.of(variables.value("SMSTSRebootRequested"));
        if (requested.isEmpty() && exitCode != EXIT_RESTART) {
            return Optional.empty();
        }
        Restart.Target here = environment == Environment.WINPE ? Restart.Target.WINPE : Restart.Target.HD;
        String message = variables.value("SMSTSRebootMessage");
        long delay = Operator.isNumber(variables.value("SMSTSRebootDelay"))
                ? Math.clamp(Long.parseLong(variables.value("SMSTSRebootDelay")), 0, 3_600)
                : 0;
        variables.put(new Variables.Variable("SMSTSRebootRequested", "", false));
        return Optional.of(new Restart(
                requested.orElse(here),
                java.time.Duration.ofSeconds(delay),
                message.isEmpty() ? "A step asked for a restart" : message));
    }

    private boolean takeFlag(String name) {
        boolean set = variables.value(name).equalsIgnoreCase("true");
        variables.put(new Variables.Variable(name, "", false));
        return set;
    }

    private void moveTo(int next, Environment there) throws IOException, InterruptedException {
        position = next;
        save(there, 0);
    }

    private void save(Environment there, int misdirected) throws IOException, InterruptedException {
        List<Variables.Variable> kept = new ArrayList<>(variables.all());
        store.save(new Snapshot(++saveNumber, position, attempt, there, misdirected, kept));
    }
}
