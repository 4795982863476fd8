package dev.slipway.agent.step;

import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;

/** Reads a step's settings: its own properties, or variables of the same names that an earlier step or a collection set. */
public final class StepValues {
    private final StepContext context;

    public StepValues(StepContext context) {
        this.context = context;
    }

    /** Returns the trimmed value of the property, else of the variable of that name, else empty text. */
    public String text(String name) {
        return context.property(name).strip();
    }

    /** Returns whether the value is {@code true}, in any case; files have {@code True}, {@code TRUE} and {@code 1} too. */
    public boolean flag(String name) {
        String value = text(name);
        return value.equalsIgnoreCase("true") || value.equals("1");
    }

    /**
     * Returns a whole number.
     *
     * @throws StepFailedException {@code step-value} when the value is none or outside {@code from} to {@code to}
     */
    public long number(String name, long from, long to, long whenMissing) throws StepFailedException {
        String value = text(name);
        if (value.isEmpty()) {
            return whenMissing;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the message below.
        }
        throw new StepFailedException(
                "step-value",
                name + " is '" + value + "'; it must be a whole number from " + from + " to " + to
                        + ". Correct the step or the variable.");
    }
}
