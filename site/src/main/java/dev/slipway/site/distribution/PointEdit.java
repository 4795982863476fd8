package dev.slipway.site.distribution;

import dev.slipway.protocol.PointAddress;
import dev.slipway.protocol.PointReport;
import dev.slipway.site.library.PackageSettings.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A point while some of its many fields change. */
final class PointEdit {
    private final DistributionPoint before;
    String name;
    String comment;
    PointAddress address;
    String version;
    long freeBytes;
    long storedBytes;
    Optional<Instant> lastReportAt;
    DistributionPoint.State state;
    boolean maintenance;
    Priority priority;
    boolean prestaged;
    int validateDays;
    Optional<Instant> nextValidationAt;
    WeekSchedule schedule;
    RateLimit rate;
    PointSpeed speed;
    List<String> sources;

    private PointEdit(DistributionPoint point) {
        before = point;
        name = point.name();
        comment = point.comment();
        address = point.address();
        version = point.version();
        freeBytes = point.freeBytes();
        storedBytes = point.storedBytes();
        lastReportAt = point.lastReportAt();
        state = point.state();
        maintenance = point.maintenance();
        priority = point.priority();
        prestaged = point.prestaged();
        validateDays = point.validateDays();
        nextValidationAt = point.nextValidationAt();
        schedule = point.schedule();
        rate = point.rate();
        speed = point.speed();
        sources = point.sources();
    }

    static PointEdit of(DistributionPoint point) {
        return new PointEdit(point);
    }

    DistributionPoint reported(PointReport report, Instant now) {
        address = report.address();
        version = report.version();
        freeBytes = report.freeBytes();
        storedBytes = report.storedBytes();
        return heard(now);
    }

    DistributionPoint heard(Instant now) {
        lastReportAt = Optional.of(now);
        state = DistributionPoint.State.ONLINE;
        return done();
    }

    DistributionPoint done() {
        return new DistributionPoint(
                before.id(),
                name,
                before.kind(),
                comment,
                address,
                version,
                freeBytes,
                storedBytes,
                lastReportAt,
                before.createdAt(),
                state,
                maintenance,
                priority,
                prestaged,
                validateDays,
                nextValidationAt,
                schedule,
                rate,
                speed,
                sources);
    }
}
