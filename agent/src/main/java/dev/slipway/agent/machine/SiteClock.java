package dev.slipway.agent.machine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The site's time: this machine's clock and how far it is off. Machines' clocks are often wrong by years. */
public final class SiteClock {
    /** The site's time comes in whole seconds, and takes its time on the way; what is off by less counts as right. */
    private static final Duration EXACT = Duration.ofSeconds(3);

    /** A system clock that is off by more is set. */
    public static final Duration NOTICEABLE = Duration.ofMinutes(1);

    private final InstantSource machine;
    private volatile Duration offset = Duration.ZERO;
    private long lastSigned;

    public SiteClock() {
        this(InstantSource.system());
    }

    /** @param machine the clock that may be wrong */
    public SiteClock(InstantSource machine) {
        this.machine = machine;
    }

    public Instant now() {
        return machine.instant().plus(offset);
    }

    /** A time for a signature: no two are the same, since the site refuses a proof that it has seen. */
    public synchronized Instant forSignature() {
        lastSigned = Math.max(now().toEpochMilli(), lastSigned + 1);
        return Instant.ofEpochMilli(lastSigned);
    }

    /** Takes over the site's time. @return how far this machine's clock is behind, negative when ahead */
    public synchronized Duration set(Instant siteTime) {
        Duration difference = Duration.between(machine.instant(), siteTime);
        offset = difference.abs().compareTo(EXACT) <= 0 ? Duration.ZERO : difference;
        if (lastSigned > siteTime.plus(NOTICEABLE).toEpochMilli()) {
            lastSigned = 0;
        }
        return difference;
    }

    /** The system's clock was set right. */
    public void systemClockIsRight() {
        offset = Duration.ZERO;
    }
}
