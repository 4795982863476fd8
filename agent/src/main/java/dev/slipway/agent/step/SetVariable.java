package dev.slipway.agent.step;

import dev.slipway.sequence.Secrets;
import dev.slipway.sequence.Step;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.sequence.StepHandler;
import dev.slipway.sequence.StepResult;

/** Set Task Sequence Variable (STEP-31); an empty value removes the variable. */
final class SetVariable implements StepHandler {
    static final String TYPE = "SMS_TaskSequence_SetVariableAction";

    @Override
    public StepResult run(Step step, StepContext context) throws StepFailedException {
        StepValues values = new StepValues(context);
        String name = context.property("VariableName").strip();
        if (name.isEmpty()) {
            throw new StepFailedException("variable-name", "The step names no variable. Fill in VariableName.");
        }
        // The editor keeps a hidden value apart and leaves the plain one empty.
        String hiddenValue = context.property("SetVariableActionHiddenVariableValue");
        String plain = context.property("VariableValue");
        boolean secret = values.flag("DoNotShowVariableValue") || !hiddenValue.isEmpty() || Secrets.isSecretName(name);
        String value = plain.isEmpty() ? hiddenValue : plain;
        context.variables().set(name, value, secret);
        if (value.isEmpty()) {
            context.log("Removed " + name);
        } else {
            context.log("Set " + name + " to " + (secret ? Secrets.MASK : "'" + value + "'"));
        }
        return StepResult.ok();
    }
}
