package dev.slipway.sequence;

import java.util.ArrayList;
import java.util.List;

/**
 * A task sequence as ConfigMgr or MDT writes it.
 *
 * @param version opaque: 3.00 for MDT, 3.10 for ConfigMgr's current branch
 * @param globals the {@code globalVarList}, set once at the start
 * @param references what the {@code referenceList} names
 * @param document the XML it came from, with all that this model does not know
 */
public record TaskSequence(
        String version,
        Dialect dialect,
        List<Node> nodes,
        List<StepProperty> globals,
        List<Reference> references,
        XmlElement document) {

    /** Who wrote it. */
    public enum Dialect {
        CONFIGMGR,
        MDT
    }

    /** A {@code reference} element; absent attributes are empty. */
    public record Reference(String packageId, String program, String application) {}

    public TaskSequence {
        nodes = List.copyOf(nodes);
        globals = List.copyOf(globals);
        references = List.copyOf(references);
    }

    /** Every node in document order, groups before their members: the numbering of positions, from 1. */
    public List<Node> flat() {
        List<Node> all = new ArrayList<>();
        collect(nodes, all);
        return List.copyOf(all);
    }

    /** Every step in document order. */
    public List<Step> steps() {
        return flat().stream()
                .filter(Step.class::isInstance)
                .map(Step.class::cast)
                .toList();
    }

    private static void collect(List<Node> nodes, List<Node> into) {
        for (Node node : nodes) {
            into.add(node);
            if (node instanceof Group group) {
                collect(group.nodes(), into);
            }
        }
    }
}
