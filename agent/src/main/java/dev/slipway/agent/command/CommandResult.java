package dev.slipway.agent.command;

import java.util.List;

/**
 * How a program ended.
 *
 * @param lastLines the last lines of its output and errors, at most {@value #KEPT_LINES}
 * @param timedOut whether it was killed because its time was over; then the exit code is that of the kill
 */
public record CommandResult(int exitCode, List<String> lastLines, boolean timedOut) {
    static final int KEPT_LINES = 200;

    public CommandResult {
        lastLines = List.copyOf(lastLines);
    }

    public boolean succeeded() {
        return exitCode == 0 && !timedOut;
    }

    /** The kept output as one text. */
    public String output() {
        return String.join("\n", lastLines);
    }
}
