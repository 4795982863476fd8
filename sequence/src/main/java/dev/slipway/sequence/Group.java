package dev.slipway.sequence;

import java.util.List;

/** An ordered list of nodes under one condition. */
public record Group(
        String name,
        String description,
        boolean disabled,
        boolean continueOnError,
        Condition condition,
        List<Node> nodes,
        int line)
        implements Node {
    public Group {
        nodes = List.copyOf(nodes);
    }
}
