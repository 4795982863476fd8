package dev.slipway.sequence;

import java.util.Optional;

/**
 * How a step ended. The engine compares the exit code with the step's success codes.
 *
 * @param exitCode unsigned 32 bit; 3010 asks for a restart (ENG-4)
 * @param restart a restart that the step itself demands before the next one
 */
public record StepResult(long exitCode, Optional<Restart> restart) {
    public static StepResult ok() {
        return new StepResult(0, Optional.empty());
    }

    public static StepResult exit(long exitCode) {
        return new StepResult(exitCode, Optional.empty());
    }

    public static StepResult restart(Restart restart) {
        return new StepResult(0, Optional.of(restart));
    }
}
