package dev.slipway.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A node of the flattened tree.
 *
 * @param position in document order, from 1
 * @param end position of the last node of its subtree; its own for a step
 * @param ordinal n of "step n of m"; the number of the last counting step for others
 */
record FlatNode(Node node, int position, int end, int ordinal, Optional<FlatNode> parent) {

    static List<FlatNode> of(TaskSequence sequence) {
        List<FlatNode> flat = new ArrayList<>();
        add(sequence.nodes(), Optional.empty(), flat);
        return List.copyOf(flat);
    }

    private static void add(List<Node> nodes, Optional<FlatNode> parent, List<FlatNode> into) {
        for (Node node : nodes) {
            int before = into.isEmpty() ? 0 : into.getLast().ordinal();
            int position = into.size() + 1;
            int end = position + size(node) - 1;
            FlatNode flat = new FlatNode(node, position, end, counts(node, parent) ? before + 1 : before, parent);
            into.add(flat);
            if (node instanceof Group group) {
                add(group.nodes(), Optional.of(flat), into);
            }
        }
    }

    private static int size(Node node) {
        return node instanceof Group group
                ? 1 + group.nodes().stream().mapToInt(FlatNode::size).sum()
                : 1;
    }

    /** ENG-12: neither groups, nor disabled items, nor Run Task Sequence. */
    boolean counts() {
        return counts(node, parent);
    }

    private static boolean counts(Node node, Optional<FlatNode> parent) {
        return node instanceof Step && !node.disabled() && parent.stream().noneMatch(FlatNode::disabledHereOrAbove);
    }

    private boolean disabledHereOrAbove() {
        return node.disabled() || parent.stream().anyMatch(FlatNode::disabledHereOrAbove);
    }

    /** The nearest of itself and its groups that has continue on error. */
    Optional<FlatNode> rescuer() {
        return node.continueOnError() ? Optional.of(this) : parent.flatMap(FlatNode::rescuer);
    }

    /** Names of the groups above, outermost first. */
    String path() {
        return parent.map(p -> p.path().isEmpty() ? p.node.name() : p.path() + " / " + p.node.name())
                .orElse("");
    }
}
