package dev.slipway.content;

import java.time.Duration;

/**
 * How patiently content is fetched.
 *
 * @param giveUpAfter how long no whole block may have arrived before a failing transfer is given up
 * @param firstDelay the pause after every source has failed once; doubled with each further round
 * @param longestDelay the longest such pause
 */
public record RetryPolicy(Duration giveUpAfter, Duration firstDelay, Duration longestDelay) {
    /** Outlasts a site that restarts. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(Duration.ofMinutes(5), Duration.ofMillis(200), Duration.ofSeconds(5));

    Duration delay(int round) {
        Duration delay = firstDelay.multipliedBy(1L << Math.min(round, 16));
        return delay.compareTo(longestDelay) < 0 ? delay : longestDelay;
    }
}
