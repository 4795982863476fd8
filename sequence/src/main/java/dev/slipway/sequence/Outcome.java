package dev.slipway.sequence;

/** How a call of {@link Engine#run} ended. */
public sealed interface Outcome {
    record Succeeded() implements Outcome {}

    /** @param position of the node whose failure ended the sequence */
    record Failed(int position, String name, long exitCode, String code, String message) implements Outcome {}

    /** State is saved; the engine goes on after the restart. */
    record RestartNeeded(Restart restart) implements Outcome {}
}
