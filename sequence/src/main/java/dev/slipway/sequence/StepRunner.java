package dev.slipway.sequence;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Runs one step: its defaults published, its handler called, its exit code judged. */
record StepRunner(
        Variables variables,
        Function<String, Optional<StepHandler>> handlers,
        EngineListener listener,
        Environment environment) {

    /** @return a result whose exit code is one of the step's success codes */
    StepResult run(int position, Step step) throws StepFailedException, InterruptedException {
        StepHandler handler = handlers.apply(step.type())
                .orElseThrow(() -> new StepFailedException(
                        "step-type-unknown",
                        "This machine's agent has no handler for "
                                + (step.type().isEmpty() ? "steps without a type" : step.type())
                                + ". Disable the step, or replace it by Run Command Line."));
        variables.setBuiltIn("_SMSTSCurrentActionName", step.name());
        variables.stepDefaults(step.properties().stream()
                .filter(p -> !p.hidden() && !p.name().isEmpty())
                .map(p -> new Variables.Variable(p.name(), variables.expand(p.value()), p.secret()))
                .toList());
        try {
            StepResult result = handler.run(step, new Context(position, step));
            if (!step.successCodes().contains(result.exitCode() & 0xFFFF_FFFFL)) {
                throw new StepFailedException(
                        result.exitCode(),
                        "exit-code",
                        "Exit code " + result.exitCode() + " is not among the success codes " + sorted(step));
            }
            return result;
        } catch (StepFailedException | IOException | RuntimeException failure) {
            throw failure(failure);
        } finally {
            variables.stepDefaults(List.of());
        }
    }

    /** What a failing handler or condition threw, as a failure of the step: a bug in one step must not lose the run. */
    static StepFailedException failure(Exception failure) {
        if (failure instanceof StepFailedException failed) {
            return failed;
        }
        String kind = failure instanceof IOException ? "input-output" : "internal";
        return new StepFailedException(
                kind,
                String.valueOf(failure.getMessage()) + " (" + failure.getClass().getSimpleName() + ")",
                failure);
    }

    private static List<Long> sorted(Step step) {
        return step.successCodes().stream().sorted().toList();
    }

    private final class Context implements StepContext {
        private final int position;
        private final Step step;

        Context(int position, Step step) {
            this.position = position;
            this.step = step;
        }

        @Override
        public Variables variables() {
            return variables;
        }

        @Override
        public Environment environment() {
            return environment;
        }

        @Override
        public String property(String propertyOrVariable) {
            Optional<StepProperty> property = step.property(propertyOrVariable);
            if (property.isPresent() && property.get().hidden()) {
                return variables.expand(property.get().value());
            }
            String variable =
                    property.map(StepProperty::name).filter(n -> !n.isEmpty()).orElse(propertyOrVariable);
            return variables.expand(variables.value(variable));
        }

        @Override
        public void progress(int percent, String text) {
            listener.stepProgress(position, Math.clamp(percent, 0, 100), masked(text));
        }

        @Override
        public void log(String line) {
            listener.stepLog(position, masked(line));
        }

        private String masked(String text) {
            List<String> hidden = step.properties().stream()
                    .filter(StepProperty::secret)
                    .map(StepProperty::value)
                    .toList();
            return Secrets.mask(Secrets.mask(text, hidden), variables.secretValues());
        }
    }
}
