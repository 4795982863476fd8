package dev.slipway.agent.step;

import dev.slipway.sequence.Restart;
import dev.slipway.sequence.Step;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.sequence.StepHandler;
import dev.slipway.sequence.StepResult;
import java.io.IOException;
import java.time.Duration;

/**
 * Restart Computer (STEP-33): into the boot environment ({@code WinPE}) or the installed system ({@code HD}). Only asks for the restart; the run
 * saves its state, shows the message and restarts.
 */
final class RestartComputer implements StepHandler {
    static final String TYPE = "SMS_TaskSequence_RebootAction";

    private static final long DEFAULT_SECONDS = 60;
    private static final long MAX_SECONDS = 86_400;
    private static final int MAX_MESSAGE = 512;

    private final FirmwareBootOrder bootOrder;

    RestartComputer(StepTools tools) {
        this.bootOrder = new FirmwareBootOrder(tools.commands());
    }

    @Override
    public StepResult run(Step step, StepContext context)
            throws StepFailedException, IOException, InterruptedException {
        StepValues values = new StepValues(context);
        Restart.Target target = target(values, context);
        // MDT calls the variables Message and MessageTimeout, as ConfigMgr calls the properties.
        String timeout = values.text("MessageTimeout").isEmpty() ? "SMSRebootTimeout" : "MessageTimeout";
        long seconds = values.number(timeout, 0, MAX_SECONDS, DEFAULT_SECONDS);
        String own = values.text("Message");
        String message = own.isEmpty() ? values.text("SMSRebootMessage") : own;
        String shown = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
        if (context.variables().value("_SMSTSBootUEFI").equalsIgnoreCase("true")) {
            bootOrder.startNext(target, context::log);
        }
        context.log(
                "The computer restarts " + (target == Restart.Target.HD ? "from its disk" : "into the boot environment")
                        + " in " + seconds + " s.");
        return StepResult.restart(new Restart(target, Duration.ofSeconds(seconds), shown));
    }

    /** MDT leaves the target empty: the sequence goes on in the environment where it is. */
    private static Restart.Target target(StepValues values, StepContext context) throws StepFailedException {
        String text = values.text("Target");
        if (text.isEmpty()) {
            return switch (context.environment()) {
                case WINPE -> Restart.Target.WINPE;
                case FULL_OS -> Restart.Target.HD;
            };
        }
        return Restart.Target.of(text)
                .orElseThrow(() -> new StepFailedException(
                        "restart-target", "The restart's target is '" + text + "'; it must be WinPE or HD."));
    }
}
