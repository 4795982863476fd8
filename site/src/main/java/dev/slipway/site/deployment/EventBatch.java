package dev.slipway.site.deployment;

import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RunEvent;
import dev.slipway.sequence.Restart;
import dev.slipway.site.SlipwayException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Applies events of one run, in order, inside one transaction. */
final class EventBatch {
    /** Characters of one log line that are kept; a longer one was cut on the machine, or should have been. */
    static final int LONGEST_LINE = 8 << 10;

    private static final int LONGEST_TEXT = 2 << 10;
    /** A machine's clock that is further off than this is not believed. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    private static final Duration BEHIND = Duration.ofDays(1);

    private final Handle handle;
    private final String run;
    private final RunDraft draft;
    private final Mask mask;
    private final Instant now;
    private final boolean active;
    private final List<LogLine> lines = new ArrayList<>();
    private Duration clockError = Duration.ZERO;
    private boolean stepsChanged;

    EventBatch(Handle handle, Run run, Mask mask, Instant now) {
        this.handle = handle;
        this.run = run.id();
        this.draft = new RunDraft(run);
        this.mask = mask;
        this.now = now;
        this.active = run.state().isActive();
    }

    /** @throws SlipwayException 409 {@code event-gap} */
    void apply(List<RunEvent> events) {
        if (!events.isEmpty()) {
            Instant last = events.getLast().time();
            boolean wrong = last.isAfter(now.plus(AHEAD)) || last.isBefore(now.minus(BEHIND));
            clockError = wrong ? Duration.between(last, now) : Duration.ZERO;
        }
        for (RunEvent event : events) {
            if (event.number() <= draft.lastEvent) {
                continue;
            }
            if (event.number() != draft.lastEvent + 1) {
                throw new SlipwayException(
                        "event-gap",
                        409,
                        "Event " + event.number() + " of run " + run + " came before event " + (draft.lastEvent + 1)
                                + ". Send them in order from there.");
            }
            draft.lastEvent = event.number();
            one(event.body(), event.time().plus(clockError));
        }
        StepTable.appendLog(handle, run, lines);
    }

    Run result() {
        return draft.finish(now);
    }

    boolean stepsChanged() {
        return stepsChanged;
    }

    boolean logged() {
        return !lines.isEmpty();
    }

    private void one(RunEvent.Body body, Instant at) {
        if (body instanceof RunEvent.LogLines log) {
            log(log, at);
            return;
        }
        // A run that is over, cancelled above all, changes no more; its machine may still empty its queue.
        if (!active || !draft.state.isActive()) {
            return;
        }
        draft.state = RunState.RUNNING;
        switch (body) {
            case RunEvent.LogLines ignored -> throw new AssertionError();
            case RunEvent.RunStarted started -> draft.stepCount = Math.clamp(started.stepCount(), 0, 100_000);
            case RunEvent.RunResumed resumed -> {
                draft.environment = resumed.environment();
                draft.message = "";
            }
            case RunEvent.StepStarted started -> started(started, at);
            case RunEvent.StepSkipped skipped -> skipped(skipped, at);
            case RunEvent.StepProgress progress -> progress(progress);
            case RunEvent.StepFinished finished -> finished(finished, at);
            case RunEvent.Restarting restarting -> restarting(restarting);
            case RunEvent.RunFinished finished -> finished(finished, at);
        }
    }

    private void log(RunEvent.LogLines log, Instant at) {
        for (String line : log.lines()) {
            lines.add(new LogLine(++draft.lastLine, at, log.step(), text(line, LONGEST_LINE)));
        }
    }

    private void started(RunEvent.StepStarted started, Instant at) {
        draft.currentStep = started.step();
        draft.message = "";
        draft.advance(started.ordinal(), 0);
        put(new RunStep(
                started.step(),
                started.ordinal(),
                name(started.name()),
                name(started.group()),
                name(started.type()),
                RunStep.State.RUNNING,
                0,
                "",
                Optional.empty(),
                "",
                "",
                false,
                Optional.of(at),
                Optional.empty()));
    }

    private void skipped(RunEvent.StepSkipped skipped, Instant at) {
        Optional<RunStep> known = StepTable.find(handle, run, skipped.step());
        put(new RunStep(
                skipped.step(),
                known.map(RunStep::ordinal).orElse(0),
                name(skipped.name()),
                name(skipped.group()),
                known.map(RunStep::type).orElse(""),
                RunStep.State.SKIPPED,
                0,
                "",
                Optional.empty(),
                "",
                text(skipped.reason(), LONGEST_TEXT),
                false,
                Optional.of(at),
                Optional.of(at)));
        if (known.isEmpty()) {
            skipMembers(skipped);
        }
    }

    /** The outline has no rows of groups: one that is skipped takes its steps with it. */
    private void skipMembers(RunEvent.StepSkipped group) {
        String path = group.group().isEmpty() ? group.name() : group.group() + " / " + group.name();
        int last = group.step();
        for (RunStep step : StepTable.list(handle, run)) {
            boolean member = step.group().equals(path) || step.group().startsWith(path + " / ");
            if (step.step() > group.step() && !member) {
                break;
            }
            last = Math.max(last, step.step());
        }
        StepTable.skipWaiting(handle, run, group.step() + 1, last, "The group " + group.name() + " was skipped.");
    }

    private void progress(RunEvent.StepProgress progress) {
        RunStep step = known(progress.step());
        int percent = Math.clamp(progress.percent(), 0, 100);
        draft.advance(step.ordinal(), percent);
        put(new RunStep(
                step.step(),
                step.ordinal(),
                step.name(),
                step.group(),
                step.type(),
                step.state(),
                percent,
                text(progress.text(), LONGEST_TEXT),
                step.exitCode(),
                step.errorCode(),
                step.message(),
                step.continued(),
                step.startedAt(),
                step.finishedAt()));
    }

    private void finished(RunEvent.StepFinished finished, Instant at) {
        RunStep step = known(finished.step());
        String message = text(finished.message(), LONGEST_TEXT);
        put(new RunStep(
                step.step(),
                step.ordinal(),
                step.name(),
                step.group(),
                step.type(),
                finished.success() ? RunStep.State.SUCCEEDED : RunStep.State.FAILED,
                finished.success() ? 100 : step.percent(),
                step.text(),
                Optional.of(finished.exitCode()),
                name(finished.errorCode()),
                message,
                finished.continued(),
                step.startedAt(),
                Optional.of(at)));
        draft.advance(step.ordinal(), 100);
        if (!finished.success() && !finished.continued()) {
            draft.failedStep = step.name();
            draft.errorCode = name(finished.errorCode());
            draft.exitCode = Optional.of(finished.exitCode());
            draft.message = message;
        }
    }

    private void restarting(RunEvent.Restarting restarting) {
        draft.state = RunState.RESTARTING;
        draft.message = text(restarting.message(), LONGEST_TEXT);
        boolean boot = restarting.target().equalsIgnoreCase(Restart.Target.WINPE.toString());
        draft.environment = boot ? Environment.BOOT : Environment.FULL_OS;
    }

    private void finished(RunEvent.RunFinished finished, Instant at) {
        draft.state = finished.success() ? RunState.SUCCEEDED : RunState.FAILED;
        draft.percent = finished.success() ? 100 : draft.percent;
        draft.finishedAt = Optional.of(at);
        String said = text(finished.message(), LONGEST_TEXT);
        draft.message = said.isEmpty() ? draft.message : said;
        StepTable.endRunning(handle, run, "The run ended in the middle of this step.", at);
        if (finished.success()) {
            StepTable.skipWaiting(handle, run, 0, Integer.MAX_VALUE, "The sequence did not come to this step.");
        }
        stepsChanged = true;
    }

    private RunStep known(int step) {
        return StepTable.find(handle, run, step)
                .orElseGet(() -> StepTable.waiting(new SequenceOutline.Line(step, 0, "Step " + step, "", "")));
    }

    private void put(RunStep step) {
        StepTable.put(handle, run, step);
        stepsChanged = true;
    }

    private String name(String text) {
        return text(text, 256);
    }

    private String text(String text, int longest) {
        String masked = mask.apply(text);
        return masked.length() <= longest ? masked : masked.substring(0, longest - 1) + "…";
    }
}
