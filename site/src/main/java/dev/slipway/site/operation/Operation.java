package dev.slipway.site.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A piece of long work.
 *
 * @param kind for example {@code IMAGE_ADD}
 * @param subject the package that it makes or works on, once known
 * @param percent 0 to 100
 * @param message what it does now, or how it ended
 * @param attempt how often it was begun; more than once after a restart of the site
 */
public record Operation(
        String id,
        String kind,
        String title,
        @Nullable String subject,
        State state,
        int percent,
        @Nullable String message,
        @Nullable String errorCode,
        boolean cancelRequested,
        int attempt,
        String createdBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    public enum State {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        boolean isFinished() {
            return this != QUEUED && this != RUNNING;
        }
    }
}
