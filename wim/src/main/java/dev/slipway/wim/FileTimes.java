package dev.slipway.wim;

import java.time.Instant;

/** Windows counts time in steps of 100 nanoseconds since the beginning of 1601, which an {@link Instant} holds exactly. */
public final class FileTimes {
    private static final long TICKS_PER_SECOND = 10_000_000;
    private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;

    private FileTimes() {}

    /** @param ticks steps of 100 nanoseconds since 1601-01-01T00:00:00Z */
    public static Instant toInstant(long ticks) {
        return Instant.ofEpochSecond(
                Math.floorDiv(ticks, TICKS_PER_SECOND) - SECONDS_1601_TO_1970,
                Math.floorMod(ticks, TICKS_PER_SECOND) * 100);
    }
}
