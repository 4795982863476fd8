package dev.slipway.site.deployment;

import dev.slipway.protocol.Registration.Environment;
import java.time.Instant;
import java.util.Optional;

/**
 * One execution of a task sequence on a device.
 *
 * @param environment where its next part runs
 * @param currentStep position in document order; 0 before the first
 * @param percent of the whole run, 0 to 100
 * @param lastEvent number of the last event kept
 * @param lastLine number of the last log line kept
 * @param message how it ended, or why it is not running
 */
public record Run(
        String id,
        String deployment,
        long device,
        String deviceName,
        String sequence,
        String sequenceName,
        long sequenceRevision,
        RunState state,
        Environment environment,
        int stepCount,
        int currentStep,
        int percent,
        long lastEvent,
        long lastLine,
        String message,
        String errorCode,
        Optional<Long> exitCode,
        String failedStep,
        Instant startedAt,
        Instant lastEventAt,
        Optional<Instant> finishedAt) {}
