package dev.slipway.site.distribution;

import java.time.Duration;

/**
 * How often and when something is tried again (DIST-9).
 *
 * @param retries after the first attempt, 0 to 1000
 * @param delay before the first retry; each further one waits twice as long, an hour at most
 * @param silence after which a point that was given work and tells nothing counts as gone
 */
public record RetryRules(int retries, Duration delay, Duration silence) {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_DOUBLINGS = 20;

    /** @param attempt the one that failed, from 1 */
    Duration before(int attempt) {
        Duration wait = delay.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
        Duration longest = delay.compareTo(LONGEST) > 0 ? delay : LONGEST;
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    /** What any wait can have at most. */
    Duration longest() {
        Duration retry = delay.compareTo(LONGEST) > 0 ? delay : LONGEST;
        return retry.plus(silence);
    }

    boolean isLast(int attempt) {
        return attempt > retries;
    }
}
