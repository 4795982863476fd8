package dev.slipway.site.distribution;

import dev.slipway.protocol.PointOrders;
import dev.slipway.protocol.PointReport;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes a point's report and answers its orders: one transaction, and the same again changes nothing (decision 009). */
@Component
class PointReports {
    private static final Logger LOG = LoggerFactory.getLogger(PointReports.class);
    private final Database database;
    private final DistributionRows rows;
    private final Orders orders;
    private final Events events;
    private final Clock clock;

    PointReports(Database database, DistributionRows rows, Orders orders, Events events, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.orders = orders;
        this.events = events;
        this.clock = clock;
    }

    /** @throws SlipwayException 410 {@code point-removed} */
    PointOrders report(String pointId, PointReport report, String siteContent) {
        return database.write(handle -> {
            DistributionPoint before = new PointSql(handle).find(pointId).orElseThrow(() -> Points.removed(pointId));
            DistributionPoint point = seen(handle, before, report);
            apply(handle, point, report, before.state() == DistributionPoint.State.OFFLINE);
            return orders.of(handle, point, DistributionSettings.load(handle), siteContent);
        });
    }

    private DistributionPoint seen(Handle handle, DistributionPoint before, PointReport report) {
        Instant now = clock.instant();
        PointSql points = new PointSql(handle);
        PointEdit edit = PointEdit.of(before);
        if (before.lastReportAt().isPresent()) {
            PointSpeed.Interval interval =
                    new PointSpeed.Interval(before.lastReportAt().get(), now);
            edit.speed = edit.speed.told(new DistributionSql(handle).ofPoint(before.id()), report.jobs(), interval);
        }
        DistributionPoint point = edit.reported(report, now);
        points.update(point);
        Set<String> whole = whole(report);
        boolean contentsChanged = !points.contents(point.id()).equals(whole);
        points.contents(point.id(), whole);
        if (point.state() != before.state()
                || contentsChanged
                || !point.version().equals(before.version())
                || point.freeBytes() != before.freeBytes()) {
            events.publish(handle, Points.TOPIC, point.id(), Event.Change.CHANGED);
        }
        if (point.state() != before.state()) {
            LOG.info("Distribution point {} ({}) reports; it is online", point.name(), point.id());
        }
        return point;
    }

    private static Set<String> whole(PointReport report) {
        return report.contents().stream()
                .filter(content -> content.matches("[0-9a-f]{64}"))
                .collect(Collectors.toSet());
    }

    private void apply(Handle handle, DistributionPoint point, PointReport report, boolean wasOffline) {
        Instant now = clock.instant();
        RetryRules rules = DistributionSettings.load(handle).retryRules();
        Set<String> whole = whole(report);
        List<Distribution> all = new DistributionSql(handle).ofPoint(point.id());
        for (Distribution row : all) {
            Distribution next = wasOffline ? row.back(now) : row;
            for (PointReport.JobReport job : report.jobs()) {
                next = next.reported(job, whole, rules, now);
            }
            Optional<Distribution> after = next.holds(whole, shared(all, row), now);
            if (after.isEmpty()) {
                rows.remove(handle, row);
            } else {
                rows.change(handle, row, after.get());
            }
        }
    }

    /** What the point keeps for other packages than this one. */
    private static Set<String> shared(List<Distribution> all, Distribution row) {
        Set<String> shared = new HashSet<>();
        for (Distribution other : all) {
            if (!other.packageId().equals(row.packageId()) && !other.state().isRemoval()) {
                shared.add(other.target().contentId());
                other.present().ifPresent(version -> shared.add(version.contentId()));
            }
        }
        return shared;
    }
}
