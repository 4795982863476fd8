package dev.slipway.site.deployment;

import java.time.Instant;
import java.util.Optional;

/**
 * A step of a run.
 *
 * @param step position in document order from 1, groups counted
 * @param ordinal n of "step n of m"; 0 where it does not count
 * @param group names of its groups, joined by " / "
 * @param message why it failed or was skipped
 * @param continued it failed and the sequence went on
 */
public record RunStep(
        int step,
        int ordinal,
        String name,
        String group,
        String type,
        State state,
        int percent,
        String text,
        Optional<Long> exitCode,
        String errorCode,
        String message,
        boolean continued,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {

    public enum State {
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        SKIPPED
    }
}
