package dev.slipway.site.deployment;

import dev.slipway.sequence.Group;
import dev.slipway.sequence.Node;
import dev.slipway.sequence.SequenceException;
import dev.slipway.sequence.SequenceXml;
import dev.slipway.sequence.Step;
import dev.slipway.sequence.StepProperty;
import dev.slipway.sequence.SubSequence;
import dev.slipway.sequence.TaskSequence;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a sequence as a run shows them before they have begun.
 *
 * @param stepCount steps that count in "step n of m": neither groups, nor disabled ones, nor Run Task Sequence (ENG-12)
 * @param secrets values that the XML marks as secret, to be masked wherever they turn up
 */
record SequenceOutline(List<Line> lines, int stepCount, List<String> secrets) {

    /** @param step position in document order from 1, groups counted @param ordinal 0 where the step does not count */
    record Line(int step, int ordinal, String name, String group, String type) {}

    static SequenceOutline of(String xml) throws SequenceException {
        return of(SequenceXml.parse(xml));
    }

    static SequenceOutline of(TaskSequence sequence) {
        Walk walk = new Walk();
        sequence.globals().forEach(walk::secret);
        walk.nodes(sequence.nodes(), "", false);
        return new SequenceOutline(List.copyOf(walk.lines), walk.counted, List.copyOf(walk.secrets));
    }

    private static final class Walk {
        private final List<Line> lines = new ArrayList<>();
        private final List<String> secrets = new ArrayList<>();
        private int position;
        private int counted;

        void nodes(List<Node> nodes, String path, boolean disabledAbove) {
            for (Node node : nodes) {
                position++;
                boolean disabled = disabledAbove || node.disabled();
                switch (node) {
                    case Group group ->
                        nodes(group.nodes(), path.isEmpty() ? group.name() : path + " / " + group.name(), disabled);
                    case Step step -> {
                        step.properties().forEach(this::secret);
                        lines.add(new Line(position, disabled ? 0 : ++counted, step.name(), path, step.type()));
                    }
                    case SubSequence child ->
                        lines.add(new Line(position, 0, child.name(), path, "SMS_TaskSequence_SubTasksequence"));
                }
            }
        }

        void secret(StepProperty property) {
            if (property.secret() && !property.value().isEmpty()) {
                secrets.add(property.value());
            }
        }
    }
}
