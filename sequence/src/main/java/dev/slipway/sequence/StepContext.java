package dev.slipway.sequence;

/** What a running step sees of the engine. */
public interface StepContext {
    Variables variables();

    Environment environment();

    /**
     * The value of a property of the step, {@code %variables%} expanded; empty when the step has none. A property that is published
     * as a variable gives way to a variable of that name set before (by a device, a collection or an earlier step).
     */
    String property(String propertyOrVariable);

    /** Shows how far the step is. @param percent 0 to 100 */
    void progress(int percent, String text);

    /** Writes a line to the log; secret values are masked. */
    void log(String line);
}
