package dev.slipway.site.distribution;

import dev.slipway.protocol.PointAddress;
import dev.slipway.site.library.PackageSettings.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A place that holds content for machines.
 *
 * @param state by its last report
 * @param prestaged it takes prestaged content files (DIST-11)
 * @param validateDays it validates all that it holds every so many days; 0: never
 * @param speed how fast content travels to it, by which points of the same priority are ordered (DIST-9)
 * @param sources other points from which it fetches, in order, before the site (DIST-11)
 */
public record DistributionPoint(
        String id,
        String name,
        Kind kind,
        String comment,
        PointAddress address,
        String version,
        long freeBytes,
        long storedBytes,
        Optional<Instant> lastReportAt,
        Instant createdAt,
        State state,
        boolean maintenance,
        Priority priority,
        boolean prestaged,
        int validateDays,
        Optional<Instant> nextValidationAt,
        WeekSchedule schedule,
        RateLimit rate,
        PointSpeed speed,
        List<String> sources) {
    public static final String SITE = "SITE";

    public DistributionPoint {
        sources = List.copyOf(sources);
    }

    public enum Kind {
        /** The site's own, in its own store. */
        SITE,
        /** A process elsewhere that reports and gets orders. */
        REMOTE,
        /** Any web server with a mirror of a content folder. */
        PLAIN
    }

    public enum State {
        ONLINE,
        LATE,
        OFFLINE
    }

    /** Whether machines may be sent to it. */
    public boolean serves() {
        return state == State.ONLINE && !maintenance;
    }
}
