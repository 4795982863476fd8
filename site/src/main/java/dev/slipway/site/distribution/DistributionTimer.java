package dev.slipway.site.distribution;

import dev.slipway.protocol.Json;
import dev.slipway.site.Caller;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import dev.slipway.site.operation.Operations;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What happens because time passes: points become late, attempts are given up, validations fall due, the site's own jobs begin. */
@Component
class DistributionTimer {
    private static final Logger LOG = LoggerFactory.getLogger(DistributionTimer.class);
    private final Database database;
    private final DistributionRows rows;
    private final Distributions distributions;
    private final Operations operations;
    private final Events events;
    private final Clock clock;

    DistributionTimer(
            Database database,
            DistributionRows rows,
            Distributions distributions,
            Operations operations,
            Events events,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.distributions = distributions;
        this.operations = operations;
        this.events = events;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT2S", initialDelayString = "PT3S")
    void tick() {
        Instant now = clock.instant();
        if (database.read(handle -> isSomethingDue(handle, now))) {
            database.change(handle -> {
                DistributionSettings settings = DistributionSettings.load(handle);
                points(handle, settings, now);
                rows(handle, settings, now);
                validations(handle, now);
            });
        }
    }

    private boolean isSomethingDue(Handle handle, Instant now) {
        DistributionSettings settings = DistributionSettings.load(handle);
        Map<String, DistributionPoint> points = byId(handle);
        boolean point = points.values().stream()
                .anyMatch(p -> state(p, settings, now) != p.state()
                        || p.lastReportAt().filter(now::isBefore).isPresent()
                        || p.nextValidationAt().filter(now::isAfter).isPresent());
        return point
                || new DistributionSql(handle).unfinished().stream().anyMatch(row -> {
                    Optional<DistributionPoint> at = Optional.ofNullable(points.get(row.pointId()));
                    return at.isPresent()
                            && (isOurs(row, at.get(), now)
                                    || !after(row, at.get(), settings, now).equals(row));
                });
    }

    private static Map<String, DistributionPoint> byId(Handle handle) {
        return new PointSql(handle)
                .all().stream().collect(Collectors.toMap(DistributionPoint::id, Function.identity()));
    }

    static DistributionPoint.State state(DistributionPoint point, DistributionSettings settings, Instant now) {
        if (point.kind() == DistributionPoint.Kind.SITE) {
            return DistributionPoint.State.ONLINE;
        }
        Duration slack =
                point.kind() == DistributionPoint.Kind.PLAIN ? PlainPoints.EVERY.plusSeconds(20) : Duration.ZERO;
        Duration age =
                point.lastReportAt().map(last -> Duration.between(last, now)).orElse(Duration.ofDays(1));
        if (age.compareTo(settings.late().plus(slack)) <= 0) {
            return DistributionPoint.State.ONLINE;
        }
        boolean gone = age.compareTo(settings.retryRules().silence().plus(slack.multipliedBy(2))) > 0;
        return gone ? DistributionPoint.State.OFFLINE : DistributionPoint.State.LATE;
    }

    private void points(Handle handle, DistributionSettings settings, Instant now) {
        PointSql sql = new PointSql(handle);
        sql.clockWasSetBack(now);
        for (DistributionPoint point : sql.all()) {
            DistributionPoint.State state = state(point, settings, now);
            if (state != point.state()) {
                PointEdit edit = PointEdit.of(point);
                edit.state = state;
                sql.update(edit.done());
                events.publish(handle, Points.TOPIC, point.id(), Event.Change.CHANGED);
                LOG.info("Distribution point {} ({}) is {}", point.name(), point.id(), state);
            }
        }
    }

    private void rows(Handle handle, DistributionSettings settings, Instant now) {
        Map<String, DistributionPoint> points = byId(handle);
        for (Distribution row : new DistributionSql(handle).unfinished()) {
            DistributionPoint point = points.get(row.pointId());
            if (point != null && isOurs(row, point, now)) {
                begin(handle, row, now);
            } else if (point != null) {
                rows.change(handle, row, after(row, point, settings, now));
            }
        }
    }

    private static Distribution after(
            Distribution row, DistributionPoint point, DistributionSettings settings, Instant now) {
        return row.tick(point.state() != DistributionPoint.State.OFFLINE, settings.retryRules(), now);
    }

    /** A job at a point that has no process of its own. */
    private static boolean isOurs(Distribution row, DistributionPoint point, Instant now) {
        return point.kind() != DistributionPoint.Kind.REMOTE
                && row.job().kind() != Job.Kind.REMOVE
                && !row.job().state().isRunning()
                && row.job().isDue(now)
                && !point.maintenance();
    }

    private void begin(Handle handle, Distribution row, Instant now) {
        rows.change(handle, row, row.ordered(now));
        CheckContent.Input input =
                new CheckContent.Input(row.packageId(), row.pointId(), row.job().id());
        operations.submit(
                handle,
                CheckContent.KIND,
                "Check " + row.packageId() + " at "
                        + Points.require(handle, row.pointId()).name(),
                row.packageId(),
                new String(Json.encode(input), StandardCharsets.UTF_8),
                Caller.SITE);
    }

    private void validations(Handle handle, Instant now) {
        PointSql sql = new PointSql(handle);
        List<DistributionPoint> due = sql.all().stream()
                .filter(point -> point.nextValidationAt().filter(now::isAfter).isPresent())
                .toList();
        for (DistributionPoint point : due) {
            PointEdit edit = PointEdit.of(point);
            edit.nextValidationAt = Optional.of(now.plus(Duration.ofDays(Math.max(1, point.validateDays()))));
            sql.update(edit.done());
            int begun = distributions.validateAll(handle, point.id());
            LOG.info("The scheduled validation of {} ({}) begins: {} packages", point.name(), point.id(), begun);
        }
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT2M")
    void forgetOldMessages() {
        database.change(handle -> {
            Duration kept = Duration.ofDays(DistributionSettings.load(handle).statusDays());
            handle.execute(
                    "delete from distribution_status where time < ?",
                    clock.instant().minus(kept));
            handle.execute(
                    "delete from point_join_code where expires_at < ?",
                    clock.instant().minus(kept));
        });
    }
}
