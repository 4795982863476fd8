package dev.slipway.agent.step;

import dev.slipway.sequence.Condition;
import dev.slipway.sequence.Environment;
import dev.slipway.sequence.RunIn;
import dev.slipway.sequence.Step;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.sequence.StepHandler;
import dev.slipway.sequence.StepProperty;
import dev.slipway.sequence.StepResult;
import dev.slipway.sequence.Variables;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs single steps, as the engine would, and remembers what they said. */
public final class StepRun implements StepContext {
    private final Variables variables;
    private final List<StepProperty> properties = new ArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<Integer> percents = new CopyOnWriteArrayList<>();
    private Duration timeout = Duration.ZERO;

    public StepRun() {
        this(new Variables());
    }

    public StepRun(Variables variables) {
        this.variables = variables;
    }

    /** Gives the step a property that is not published as a variable. */
    public StepRun hidden(String name, String value) {
        properties.add(new StepProperty(name, name, true, value));
        return this;
    }

    /** Gives the step a property that a variable of its name overrides. */
    public StepRun with(String name, String value) {
        properties.add(new StepProperty(name, name, false, value));
        return this;
    }

    public StepRun within(Duration limit) {
        timeout = limit;
        return this;
    }

    public StepResult run(StepHandler handler) throws StepFailedException, IOException, InterruptedException {
        Step step = new Step(
                "Test",
                "",
                "",
                false,
                false,
                RunIn.BOTH,
                timeout,
                Step.DEFAULT_SUCCESS_CODES,
                0,
                Condition.ALWAYS,
                "",
                properties,
                1);
        return handler.run(step, this);
    }

    public List<String> lines() {
        return log;
    }

    public List<Integer> percents() {
        return percents;
    }

    @Override
    public Variables variables() {
        return variables;
    }

    @Override
    public Environment environment() {
        return Environment.WINPE;
    }

    @Override
    public String property(String propertyOrVariable) {
        Optional<StepProperty> property =
                properties.stream().filter(p -> p.isCalled(propertyOrVariable)).findFirst();
        if (property.isPresent() && property.get().hidden()) {
            return variables.expand(property.get().value());
        }
        String set = variables.value(propertyOrVariable);
        return variables.expand(
                set.isEmpty() ? property.map(StepProperty::value).orElse("") : set);
    }

    @Override
    public void progress(int percent, String text) {
        percents.add(percent);
    }

    @Override
    public void log(String line) {
        log.add(line);
    }
}
