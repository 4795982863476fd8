package dev.slipway.site.distribution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What is being done about a package at a point, in its present attempt.
 *
 * @param id of this attempt; another attempt is another job
 * @param percent 0 to 100
 * @param doneBytes of the content's blocks, present and checked
 * @param fetchedBytes that came over the network
 * @param attempt from 1
 * @param nextAttemptAt before then nothing is tried
 * @param heardAt when it was ordered, or the point last told something new of it
 */
public record Job(
        String id,
        Kind kind,
        State state,
        int percent,
        long doneBytes,
        long totalBytes,
        long fetchedBytes,
        int attempt,
        Optional<Instant> nextAttemptAt,
        Instant heardAt) {

    public enum Kind {
        FETCH,
        REFETCH,
        VERIFY,
        REMOVE;

        boolean transfers() {
            return this == FETCH || this == REFETCH;
        }
    }

    /** DIST-7 */
    public enum State {
        /** Asked for; nobody has looked at it yet. */
        PENDING,
        /** It may run and waits for its turn (DIST-9). */
        READY,
        /** It is in the point's orders. */
        STARTED,
        INPROGRESS,
        /** An attempt failed; the next one comes at its time. */
        PENDING_RESTART,
        COMPLETE,
        FAILED,
        CANCELLED,
        /** The schedule, maintenance mode, prestaging or the way of its source keep it back (DIST-10, DIST-11). */
        SUSPENDED;

        public boolean isEnded() {
            return this == COMPLETE || this == FAILED || this == CANCELLED;
        }

        boolean isRunning() {
            return this == STARTED || this == INPROGRESS;
        }
    }

    private static final Duration CLOCK_SLACK = Duration.ofMinutes(1);

    static Job begin(Kind kind, Instant now) {
        return new Job(UUID.randomUUID().toString(), kind, State.PENDING, 0, 0, 0, 0, 1, Optional.empty(), now);
    }

    /** The same work, tried again at a later time. */
    Job again(Instant at, Instant now) {
        return new Job(
                UUID.randomUUID().toString(),
                kind,
                State.PENDING_RESTART,
                percent,
                doneBytes,
                totalBytes,
                0,
                attempt + 1,
                Optional.of(at),
                now);
    }

    Job in(State next, Instant now) {
        return new Job(id, kind, next, percent, doneBytes, totalBytes, fetchedBytes, attempt, Optional.empty(), now);
    }

    Job until(Instant next) {
        return new Job(
                id, kind, state, percent, doneBytes, totalBytes, fetchedBytes, attempt, Optional.of(next), heardAt);
    }

    Job at(int percent, long doneBytes, long totalBytes, long fetchedBytes) {
        return new Job(id, kind, state, percent, doneBytes, totalBytes, fetchedBytes, attempt, nextAttemptAt, heardAt);
    }

    /** The clock was set back: times that lie further ahead than they can were written by the old one. @param longest wait before a retry */
    Job by(Instant now, Duration longest) {
        boolean heardAhead = heardAt.isAfter(now.plus(CLOCK_SLACK));
        boolean dueAhead = nextAttemptAt
                .filter(next -> next.isAfter(now.plus(longest).plus(CLOCK_SLACK)))
                .isPresent();
        return heardAhead || dueAhead
                ? new Job(
                        id,
                        kind,
                        state,
                        percent,
                        doneBytes,
                        totalBytes,
                        fetchedBytes,
                        attempt,
                        dueAhead ? Optional.of(now.plus(longest)) : nextAttemptAt,
                        heardAhead ? now : heardAt)
                : this;
    }

    int retriesLeft(int retries) {
        int begun = state == State.PENDING_RESTART ? attempt - 1 : attempt;
        return state.isEnded() ? 0 : Math.max(0, retries + 1 - begun);
    }

    boolean isDue(Instant now) {
        return nextAttemptAt.isEmpty() || !now.isBefore(nextAttemptAt.get());
    }
}
