package dev.slipway.agent.run;

import dev.slipway.agent.console.Console;
import dev.slipway.agent.log.Severity;
import dev.slipway.protocol.Registration;
import dev.slipway.protocol.RunEvent;
import dev.slipway.sequence.EngineListener;
import dev.slipway.sequence.Environment;
import dev.slipway.sequence.Node;
import dev.slipway.sequence.Secrets;
import dev.slipway.sequence.Step;
import dev.slipway.sequence.Variables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Turns what the engine does into events for the site and lines on the console. Secret values appear in neither. */
final class RunListener implements EngineListener {
    /** The site takes lines of 8 KiB; a character has at most four bytes. */
    private static final int LONGEST_LINE = 2000;

    private static final int MOST_LINES = 100;
    private static final long PROGRESS_NANOS = 1_000_000_000L;
    private static final int SHOWN_PERCENT = 10;

    private final EventLog events;
    private final Variables variables;
    private final Console console;
    private final int stepCount;
    private final List<String> lines = new ArrayList<>();
    private int linesOf;
    private long lastProgress;
    private int lastPercent = -1;
    private int shownPercent;

    /** @param stepCount m of "step n of m" (ENG-12) */
    RunListener(EventLog events, Variables variables, Console console, int stepCount) {
        this.events = events;
        this.variables = variables;
        this.console = console;
        this.stepCount = stepCount;
    }

    @Override
    public void runStarted(int count) {
        emit(new RunEvent.RunStarted(count));
    }

    @Override
    public void runResumed(Environment environment, int position) {
        speak();
        console.tell("run.resumed", position);
        emit(new RunEvent.RunResumed(
                environment == Environment.WINPE ? Registration.Environment.BOOT : Registration.Environment.FULL_OS,
                position));
    }

    @Override
    public void stepStarted(int position, int ordinal, Step step, String group) {
        lastPercent = -1;
        shownPercent = 0;
        lastProgress = 0;
        speak();
        String name = step.name() + (group.isEmpty() ? "" : " (" + group + ")");
        console.say(mask(console.text("run.step", ordinal, stepCount, name)));
        emit(new RunEvent.StepStarted(position, ordinal, step.name(), group, step.type()));
    }

    @Override
    public void nodeSkipped(int position, Node node, String group, String reason) {
        console.say(mask(console.text("run.skipped", node.name(), reason)));
        emit(new RunEvent.StepSkipped(position, node.name(), group, mask(reason)));
    }

    @Override
    public synchronized void stepProgress(int position, int percent, String text) {
        long now = System.nanoTime();
        boolean due = lastProgress == 0 || now - lastProgress >= PROGRESS_NANOS || percent == 100;
        if (!due || percent == lastPercent) {
            return;
        }
        lastProgress = now;
        lastPercent = percent;
        if (percent >= shownPercent + SHOWN_PERCENT || percent == 100) {
            shownPercent = percent;
            console.say(mask("  " + percent + " %  " + text));
        }
        emit(new RunEvent.StepProgress(position, percent, mask(text)));
    }

    @Override
    public synchronized void stepLog(int position, String line) {
        if (position != linesOf || lines.size() >= MOST_LINES) {
            flushLines();
            linesOf = position;
        }
        String masked = mask(line);
        console.log().add(Severity.INFORMATION, "  " + masked);
        lines.add(masked.length() > LONGEST_LINE ? masked.substring(0, LONGEST_LINE) + " …" : masked);
    }

    @Override
    public void stepSucceeded(int position, Step step, long exitCode) {
        emit(new RunEvent.StepFinished(position, true, exitCode, "", "", false));
    }

    @Override
    public void stepFailed(int position, Step step, long exitCode, String code, String message, boolean continued) {
        String masked = mask(message);
        String failed = console.text("run.failed", step.name(), code, exitCode, masked);
        console.say(
                continued ? Severity.WARNING : Severity.ERROR,
                continued ? console.text("run.continued", failed) : failed);
        emit(new RunEvent.StepFinished(position, false, exitCode, code, masked, continued));
    }

    /** A step may have changed it (BOOT-7). */
    private void speak() {
        console.speak(variables.value("SMSTSLanguageFolder"));
    }

    /** An event of the run itself. */
    synchronized void emit(RunEvent.Body body) {
        flushLines();
        try {
            events.add(body);
        } catch (IOException e) {
            throw new UncheckedIOException("The run's events cannot be kept: " + e.getMessage(), e);
        }
    }

    /** Makes an event of the lines collected so far. */
    synchronized void flushLines() {
        if (lines.isEmpty()) {
            return;
        }
        RunEvent.LogLines collected = new RunEvent.LogLines(linesOf, lines);
        lines.clear();
        try {
            events.add(collected);
        } catch (IOException e) {
            throw new UncheckedIOException("The run's log cannot be kept: " + e.getMessage(), e);
        }
    }

    String mask(String text) {
        return Secrets.mask(text, variables.secretValues());
    }
}
