package dev.slipway.sequence;

import java.io.IOException;
import java.util.Optional;

/** Answers what only the machine knows. An empty answer means that this environment cannot tell. */
public interface ConditionFacts {
    /** For machines without any of the facts: every question stays open. */
    ConditionFacts NONE = condition -> Optional.empty();

    /** @param condition anything but the logical operators and variables, with its texts expanded */
    Optional<Boolean> holds(Condition condition) throws IOException;
}
