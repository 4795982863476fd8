package dev.slipway.sequence;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Tests conditions just before their node (section 11). */
record ConditionEvaluator(Variables variables, ConditionFacts facts) {

    /** @throws StepFailedException {@code condition-unknown} when this environment cannot tell */
    boolean holds(Condition condition) throws StepFailedException, IOException {
        return switch (condition) {
            case Condition.All(List<Condition> all) -> {
                for (Condition one : all) {
                    if (!holds(one)) {
                        yield false;
                    }
                }
                yield true;
            }
            case Condition.Any(List<Condition> any) -> anyHolds(any);
            case Condition.None(List<Condition> none) -> !anyHolds(none);
            case Condition.Variable(String name, Operator operator, String value) ->
                operator.holds(variables.value(variables.expand(name)), variables.expand(value));
            case Condition.Wmi wmi -> {
                try {
                    yield fact(wmi);
                } catch (StepFailedException | IOException failure) {
                    if (wmi.ignoreFailure()) {
                        yield false;
                    }
                    throw failure;
                }
            }
            case Condition.File file ->
                fact(new Condition.File(variables.expand(file.path()), file.version(), file.time()));
            case Condition.Folder folder -> fact(new Condition.Folder(variables.expand(folder.path()), folder.time()));
            case Condition.Registry registry -> fact(registry);
            case Condition.Software software -> fact(software);
            case Condition.OperatingSystem system -> fact(system);
            case Condition.Unknown unknown -> fact(unknown);
        };
    }

    private boolean anyHolds(List<Condition> conditions) throws StepFailedException, IOException {
        for (Condition one : conditions) {
            if (holds(one)) {
                return true;
            }
        }
        return false;
    }

    private boolean fact(Condition condition) throws StepFailedException, IOException {
        Optional<Boolean> answer = facts.holds(condition);
        return answer.orElseThrow(() -> new StepFailedException(
                "condition-unknown",
                "The condition " + condition
                        + " cannot be tested in this environment. Test a task-sequence variable instead."));
    }
}
