package dev.slipway.sequence;

import java.io.IOException;

/** Placeholder until the engine lands in the next commit. */
public final class Engine {
    public Engine(
            TaskSequence sequence,
            Variables variables,
            java.util.function.Function<String, java.util.Optional<StepHandler>> handlers,
            ConditionFacts facts,
            StateStore store,
            EngineListener listener,
            Environment environment) {
        throw new UnsupportedOperationException();
    }

    public Outcome run() throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
