package dev.slipway.point;

import dev.slipway.protocol.PointReport;
import java.time.Instant;
import java.util.List;

/** What the point knows of itself between two reports. */
final class PointState {
    private volatile boolean maintenance;
    private volatile Instant lastAnswer = Instant.EPOCH;

    boolean isInMaintenance() {
        return maintenance;
    }

    /** The site answered. @return whether maintenance mode changed (DIST-11) */
    boolean answered(boolean inMaintenance) {
        boolean changed = maintenance != inMaintenance;
        maintenance = inMaintenance;
        lastAnswer = Instant.now();
        return changed;
    }

    /** @param lastAnswer of the site; 1970 when it never answered since the start */
    record Health(
            String pointId,
            String name,
            String site,
            boolean maintenance,
            Instant lastAnswer,
            List<String> contents,
            List<PointReport.JobReport> jobs) {}

    Health health(Membership membership, Holding holding, Jobs jobs) {
        return new Health(
                membership.pointId(),
                membership.name(),
                membership.site(),
                maintenance,
                lastAnswer,
                holding.whole(),
                jobs.report());
    }
}
