package dev.slipway.site.distribution;

import dev.slipway.protocol.PointAddress;
import dev.slipway.site.library.PackageSettings.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables distribution_point, distribution_point_source and point_content. */
record PointSql(Handle handle) {
    private static final String COLUMNS = """
            id, name, kind, comment, content_url, tls_url, tls_pin, version, free_bytes, stored_bytes, last_report_at, created_at, maintenance,
            priority, prestaged, validate_days, next_validation_at, schedule, rate_kind, rate_block_bytes, rate_delay_millis, rate_percents,
            speed_bytes_per_second, speed_millis, speed_pinned, state
            """;

    private record Row(
            String id,
            String name,
            DistributionPoint.Kind kind,
            String comment,
            String contentUrl,
            String tlsUrl,
            String tlsPin,
            String version,
            long freeBytes,
            long storedBytes,
            Optional<Instant> lastReportAt,
            Instant createdAt,
            boolean maintenance,
            Priority priority,
            boolean prestaged,
            int validateDays,
            Optional<Instant> nextValidationAt,
            String schedule,
            RateLimit.Kind rateKind,
            int rateBlockBytes,
            int rateDelayMillis,
            String ratePercents,
            long speedBytesPerSecond,
            long speedMillis,
            long speedPinned,
            DistributionPoint.State state) {
        DistributionPoint point(List<String> sources) {
            return new DistributionPoint(
                    id,
                    name,
                    kind,
                    comment,
                    new PointAddress(contentUrl, tlsUrl, tlsPin),
                    version,
                    freeBytes,
                    storedBytes,
                    lastReportAt,
                    createdAt,
                    state,
                    maintenance,
                    priority,
                    prestaged,
                    validateDays,
                    nextValidationAt,
                    new WeekSchedule(schedule),
                    RateLimit.read(rateKind, rateBlockBytes, rateDelayMillis, ratePercents),
                    new PointSpeed(speedBytesPerSecond, speedMillis, speedPinned),
                    sources);
        }
    }

    List<DistributionPoint> all() {
        return handle
                .createQuery("select " + COLUMNS + " from distribution_point order by name_key")
                .mapTo(Row.class)
                .list()
                .stream()
                .map(row -> row.point(sources(row.id())))
                .toList();
    }

    Optional<DistributionPoint> find(String id) {
        return handle.createQuery("select " + COLUMNS + " from distribution_point where id = :id")
                .bind("id", id)
                .mapTo(Row.class)
                .findOne()
                .map(row -> row.point(sources(id)));
    }

    Optional<String> idOfName(String name) {
        return handle.createQuery("select id from distribution_point where name_key = :key")
                .bind("key", name.toLowerCase(Locale.ROOT))
                .mapTo(String.class)
                .findOne();
    }

    private List<String> sources(String id) {
        return handle.createQuery("select source from distribution_point_source where point = :id order by position")
                .bind("id", id)
                .mapTo(String.class)
                .list();
    }

    void insert(DistributionPoint added, String publicKey) {
        handle.createUpdate("""
                insert into distribution_point (id, name, name_key, kind, comment, public_key, created_at)
                values (:id, :name, :key, :kind, :comment, :publicKey, :createdAt)
                """)
                .bind("id", added.id())
                .bind("name", added.name())
                .bind("key", added.name().toLowerCase(Locale.ROOT))
                .bind("kind", added.kind())
                .bind("comment", added.comment())
                .bind("publicKey", publicKey)
                .bind("createdAt", added.createdAt())
                .execute();
        update(added);
    }

    /** Everything but identity, kind and key. */
    void update(DistributionPoint point) {
        @Nullable Instant report = point.lastReportAt().orElse(null);
        @Nullable Instant validation = point.nextValidationAt().orElse(null);
        handle.createUpdate("""
                update distribution_point set name = :name, name_key = :key, comment = :comment, content_url = :contentUrl, tls_url = :tlsUrl,
                  tls_pin = :tlsPin, version = :version, free_bytes = :freeBytes, stored_bytes = :storedBytes, last_report_at = :report,
                  maintenance = :maintenance, priority = :priority, prestaged = :prestaged, validate_days = :validateDays,
                  next_validation_at = :validation, schedule = :schedule, rate_kind = :rateKind, rate_block_bytes = :blockBytes,
                  rate_delay_millis = :delayMillis, rate_percents = :percents,
                  speed_bytes_per_second = :speed, speed_millis = :speedMillis, speed_pinned = :pinned, state = :state
                where id = :id
                """)
                .bind("id", point.id())
                .bind("name", point.name())
                .bind("key", point.name().toLowerCase(Locale.ROOT))
                .bind("comment", point.comment())
                .bind("contentUrl", point.address().contentUrl())
                .bind("tlsUrl", point.address().tlsUrl())
                .bind("tlsPin", point.address().tlsPin())
                .bind("version", point.version())
                .bind("freeBytes", point.freeBytes())
                .bind("storedBytes", point.storedBytes())
                .bindByType("report", report, Instant.class)
                .bind("maintenance", point.maintenance())
                .bind("priority", point.priority())
                .bind("prestaged", point.prestaged())
                .bind("validateDays", point.validateDays())
                .bindByType("validation", validation, Instant.class)
                .bind("schedule", point.schedule().hours())
                .bind("rateKind", point.rate().kind())
                .bind("blockBytes", point.rate().blockBytes())
                .bind("delayMillis", point.rate().delayMillis())
                .bind("percents", point.rate().percentText())
                .bind("speed", point.speed().measuredBytesPerSecond())
                .bind("speedMillis", point.speed().measuredMillis())
                .bind("pinned", point.speed().pinnedBytesPerSecond())
                .bind("state", point.state())
                .execute();
        handle.execute("delete from distribution_point_source where point = ?", point.id());
        for (int i = 0; i < point.sources().size(); i++) {
            handle.execute(
                    "insert into distribution_point_source (point, source, position) values (?, ?, ?)",
                    point.id(),
                    point.sources().get(i),
                    i);
        }
    }

    Optional<String> publicKey(String id) {
        return handle.createQuery("select public_key from distribution_point where id = :id and kind = 'REMOTE'")
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    /** A report from the future would keep a point online that is gone; a validation must not wait until that time comes once more. */
    void clockWasSetBack(Instant now) {
        handle.execute("update distribution_point set last_report_at = ? where last_report_at > ?", now, now);
        for (DistributionPoint point : all()) {
            Instant latest = now.plus(Duration.ofDays(Math.max(1, point.validateDays())));
            handle.execute(
                    "update distribution_point set next_validation_at = ? where id = ? and next_validation_at > ?",
                    latest,
                    point.id(),
                    latest);
        }
    }

    void key(String id, String publicKey) {
        handle.execute("update distribution_point set public_key = ? where id = ?", publicKey, id);
    }

    void delete(String id) {
        handle.execute("delete from distribution_point where id = ?", id);
    }

    Set<String> contents(String id) {
        return new HashSet<>(handle.createQuery("select content_id from point_content where point = :id")
                .bind("id", id)
                .mapTo(String.class)
                .list());
    }

    /** Keeps what a point holds. */
    void contents(String id, Set<String> now) {
        Set<String> before = contents(id);
        for (String content : now) {
            if (!before.contains(content)) {
                handle.execute("insert into point_content (point, content_id) values (?, ?)", id, content);
            }
        }
        for (String content : before) {
            if (!now.contains(content)) {
                handle.execute("delete from point_content where point = ? and content_id = ?", id, content);
            }
        }
    }

    void addContent(String id, String content) {
        handle.execute(
                "insert into point_content (point, content_id) values (?, ?) on conflict do nothing", id, content);
    }
}
