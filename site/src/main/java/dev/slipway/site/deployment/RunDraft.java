package dev.slipway.site.deployment;

import dev.slipway.protocol.Registration.Environment;
import java.time.Instant;
import java.util.Optional;

/** A run while a batch of events is applied to it. */
final class RunDraft {
    private final Run before;
    RunState state;
    Environment environment;
    int stepCount;
    int currentStep;
    int percent;
    long lastEvent;
    long lastLine;
    String message;
    String errorCode;
    Optional<Long> exitCode;
    String failedStep;
    Optional<Instant> finishedAt;

    RunDraft(Run run) {
        before = run;
        state = run.state();
        environment = run.environment();
        stepCount = run.stepCount();
        currentStep = run.currentStep();
        percent = run.percent();
        lastEvent = run.lastEvent();
        lastLine = run.lastLine();
        message = run.message();
        errorCode = run.errorCode();
        exitCode = run.exitCode();
        failedStep = run.failedStep();
        finishedAt = run.finishedAt();
    }

    /** @param ordinal n of "step n of m" @param stepPercent within it */
    void advance(int ordinal, int stepPercent) {
        if (ordinal > 0 && stepCount > 0) {
            int now = (int) ((100L * (ordinal - 1) + stepPercent) / stepCount);
            percent = Math.clamp(Math.max(percent, now), 0, 99);
        }
    }

    Run finish(Instant lastEventAt) {
        return new Run(
                before.id(),
                before.deployment(),
                before.device(),
                before.deviceName(),
                before.sequence(),
                before.sequenceName(),
                before.sequenceRevision(),
                state,
                environment,
                stepCount,
                currentStep,
                percent,
                lastEvent,
                lastLine,
                message,
                errorCode,
                exitCode,
                failedStep,
                before.startedAt(),
                lastEventAt,
                finishedAt);
    }
}
