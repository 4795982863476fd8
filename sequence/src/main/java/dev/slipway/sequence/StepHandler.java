package dev.slipway.sequence;

import java.io.IOException;

/** Does what a step of one type says. Repeating a step that was interrupted anywhere in its middle must be safe. */
@FunctionalInterface
public interface StepHandler {
    /**
     * @throws StepFailedException when the step did what it could and failed
     * @throws IOException when the machine or the network failed it
     * @throws InterruptedException when the run is cancelled or the step's time is over
     */
    StepResult run(Step step, StepContext context) throws StepFailedException, IOException, InterruptedException;
}
