package dev.slipway.sequence;

import java.util.List;

/** Run Task Sequence: a pointer to a child sequence (ENG-14). */
public record SubSequence(
        String name,
        String description,
        boolean disabled,
        boolean continueOnError,
        Condition condition,
        String packageId,
        List<StepProperty> properties,
        int line)
        implements Node {
    public SubSequence {
        properties = List.copyOf(properties);
    }
}
