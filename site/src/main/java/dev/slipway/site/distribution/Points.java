package dev.slipway.site.distribution;

import dev.slipway.protocol.PointAddress;
import dev.slipway.protocol.PointJoin;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.fleet.FleetNumber;
import dev.slipway.site.library.PackageSettings.Priority;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Distribution points as such: which there are, and how they are set. */
@Component
public class Points {
    static final String TOPIC = "distribution-point";
    private static final Logger LOG = LoggerFactory.getLogger(Points.class);
    private static final int LONGEST_NAME = 50;
    private final Database database;
    private final Events events;
    private final Clock clock;

    Points(Database database, Events events, Clock clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** What changes; what is null stays. */
    public record Change(
            @Nullable String name,
            @Nullable String comment,
            @Nullable String contentUrl,
            @Nullable Boolean maintenance,
            @Nullable Priority priority,
            @Nullable Boolean prestaged,
            @Nullable Integer validateDays,
            @Nullable WeekSchedule schedule,
            @Nullable RateLimit rate,
            @Nullable List<String> sources,
            @Nullable Long pinnedBytesPerSecond) {
        public static Change maintenance(boolean on) {
            return new Change(null, null, null, on, null, null, null, null, null, null, null);
        }
    }

    /** By name. */
    public List<DistributionPoint> all() {
        return database.read(handle -> new PointSql(handle).all());
    }

    public DistributionPoint get(String id) {
        return database.read(handle -> require(handle, id));
    }

    static DistributionPoint require(Handle handle, String id) {
        return new PointSql(handle).find(id).orElseThrow(() -> SlipwayException.notFound("distribution point", id));
    }

    static SlipwayException removed(String id) {
        return new SlipwayException(
                "point-removed",
                410,
                "The site has no distribution point " + id
                        + "; it was removed. Join again with a new join code, or stop this process.");
    }

    /** @throws SlipwayException 410 {@code point-removed} */
    String publicKey(String id) {
        return database.read(handle -> new PointSql(handle).publicKey(id)).orElseThrow(() -> removed(id));
    }

    /** A point learns of nothing that its orders do not name. */
    void requireContent(String point, String content) {
        long rows = database.read(handle -> handle.createQuery("""
                select count(*) from distribution
                where point = :point and (target_content = :content or present_content = :content) and state not like 'REMOVAL%'
                """)
                .bind("point", point)
                .bind("content", content)
                .mapTo(Long.class)
                .one());
        if (rows == 0) {
            throw SlipwayException.notFound("content", content + " in the orders of this point");
        }
    }

    /** @return the version that the point holds while it shall get the content */
    Optional<String> presentContent(String point, String target) {
        return database.read(handle -> handle.createQuery("""
                select present_content from distribution
                where point = :point and target_content = :content and present_content <> '' and present_content <> :content
                order by package limit 1
                """)
                .bind("point", point)
                .bind("content", target)
                .mapTo(String.class)
                .findOne());
    }

    DistributionPoint join(Handle handle, PointJoin join) {
        PointEdit edit = PointEdit.of(added(handle, join.name(), DistributionPoint.Kind.REMOTE, join.address()));
        edit.version = join.version();
        DistributionPoint added = edit.heard(clock.instant());
        new PointSql(handle).insert(added, join.publicKey());
        events.publish(handle, TOPIC, added.id(), Event.Change.CREATED);
        return added;
    }

    /** Another server in the place of one that is gone: it fetches all that is distributed there and that it does not hold. */
    DistributionPoint replace(Handle handle, String id, PointJoin join) {
        DistributionPoint before = new PointSql(handle).find(id).orElseThrow(() -> removed(id));
        PointEdit edit = PointEdit.of(before);
        edit.address = join.address();
        edit.version = join.version();
        DistributionPoint after = edit.heard(clock.instant());
        PointSql sql = new PointSql(handle);
        sql.update(after);
        sql.key(id, join.publicKey());
        sql.contents(id, Set.of());
        events.publish(handle, TOPIC, id, Event.Change.CHANGED);
        LOG.info("Another server takes the place of {} ({})", before.name(), id);
        return after;
    }

    /** A web server with a mirror of a content folder. @param contentUrl under which {@code packs/} and {@code extents/} lie */
    public DistributionPoint addPlain(String name, String comment, String contentUrl) {
        String url = checkedUrl(contentUrl);
        return database.write(handle -> {
            PointEdit edit =
                    PointEdit.of(added(handle, name, DistributionPoint.Kind.PLAIN, new PointAddress(url, "", "")));
            edit.comment = comment;
            DistributionPoint added = edit.done();
            new PointSql(handle).insert(added, "");
            events.publish(handle, TOPIC, added.id(), Event.Change.CREATED);
            return added;
        });
    }

    private DistributionPoint added(Handle handle, String name, DistributionPoint.Kind kind, PointAddress address) {
        String id = "DP%05d".formatted(FleetNumber.next(handle, "distribution-point"));
        return new DistributionPoint(
                id,
                checkedName(handle, name, id),
                kind,
                "",
                address,
                "",
                0,
                0,
                Optional.empty(),
                clock.instant(),
                DistributionPoint.State.OFFLINE,
                false,
                Priority.MEDIUM,
                false,
                0,
                Optional.empty(),
                WeekSchedule.OPEN,
                RateLimit.UNLIMITED,
                PointSpeed.UNKNOWN,
                List.of());
    }

    private static String checkedName(Handle handle, String name, String id) {
        String clean = name.strip();
        if (clean.isEmpty() || clean.length() > LONGEST_NAME || clean.chars().anyMatch(Character::isISOControl)) {
            throw SlipwayException.invalid(
                    "name", "A distribution point's name has 1 to " + LONGEST_NAME + " characters.");
        }
        new PointSql(handle).idOfName(clean).filter(other -> !other.equals(id)).ifPresent(other -> {
            throw new SlipwayException(
                    "point-exists",
                    409,
                    "There is a distribution point " + clean + " (" + other
                            + ") already. Choose another name, or remove that one.");
        });
        return clean;
    }

    private static String checkedUrl(String text) {
        String url = text.strip().replaceFirst("/+$", "");
        try {
            URI parsed = URI.create(url);
            if ("http".equals(parsed.getScheme()) && parsed.getHost() != null && parsed.getQuery() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("Not an address: {}", url, e);
        }
        throw SlipwayException.invalid(
                "contentUrl",
                "Give the http:// address of the folder in which packs and extents lie; content is checked block by block, so it needs no TLS.");
    }

    public DistributionPoint change(String id, Change change) {
        return database.write(handle -> {
            DistributionPoint before = require(handle, id);
            PointEdit edit = PointEdit.of(before);
            if (change.name() != null) {
                edit.name = checkedName(handle, change.name(), id);
            }
            if (change.contentUrl() != null) {
                requireKind(before, DistributionPoint.Kind.PLAIN, "contentUrl", "tells its address by itself");
                edit.address = new PointAddress(checkedUrl(change.contentUrl()), "", "");
            }
            apply(handle, before, change, edit);
            DistributionPoint after = edit.done();
            new PointSql(handle).update(after);
            events.publish(handle, TOPIC, id, Event.Change.CHANGED);
            return require(handle, id);
        });
    }

    private void apply(Handle handle, DistributionPoint before, Change change, PointEdit edit) {
        if (change.comment() != null) {
            edit.comment = change.comment();
        }
        if (change.maintenance() != null) {
            edit.maintenance = change.maintenance();
        }
        if (change.priority() != null) {
            edit.priority = change.priority();
        }
        if (change.prestaged() != null) {
            edit.prestaged = change.prestaged();
        }
        if (change.validateDays() != null) {
            validationEvery(change.validateDays(), edit);
        }
        if (change.schedule() != null) {
            requireRemote(before, change.schedule().equals(WeekSchedule.OPEN), "schedule");
            edit.schedule = change.schedule();
        }
        if (change.rate() != null) {
            requireRemote(before, change.rate().equals(RateLimit.UNLIMITED), "rate");
            edit.rate = change.rate();
        }
        if (change.pinnedBytesPerSecond() != null) {
            edit.speed = edit.speed.pinned(change.pinnedBytesPerSecond());
        }
        if (change.sources() != null) {
            change.sources().forEach(source -> checkSource(handle, before, source));
            requireRemote(before, change.sources().isEmpty(), "sources");
            edit.sources = change.sources().stream().distinct().toList();
        }
    }

    private void validationEvery(int days, PointEdit edit) {
        if (days < 0 || days > 365) {
            throw SlipwayException.invalid("validateDays", "Validation is every 1 to 365 days, or 0 for never.");
        }
        Instant next = clock.instant().plus(Duration.ofDays(days));
        edit.validateDays = days;
        edit.nextValidationAt = days == 0 ? Optional.empty() : Optional.of(next);
    }

    private static void checkSource(Handle handle, DistributionPoint point, String source) {
        DistributionPoint found = new PointSql(handle)
                .find(source)
                .orElseThrow(
                        () -> SlipwayException.invalid("sources", "There is no distribution point " + source + "."));
        if (found.id().equals(point.id()) || found.kind() == DistributionPoint.Kind.SITE) {
            throw SlipwayException.invalid(
                    "sources", "A source is another point than the point itself; the site is always the last source.");
        }
    }

    /** DIST-10: schedules and rates are for points elsewhere. */
    private static void requireRemote(DistributionPoint point, boolean nothing, String field) {
        if (!nothing) {
            requireKind(point, DistributionPoint.Kind.REMOTE, field, "fetches nothing from the site");
        }
    }

    private static void requireKind(
            DistributionPoint point, DistributionPoint.Kind kind, String field, String otherwise) {
        if (point.kind() != kind) {
            throw SlipwayException.invalid(field, point.name() + " " + otherwise + ", so " + field + " cannot be set.");
        }
    }

    /** It is forgotten with all that was known of its content; a running process there learns it with its next report. */
    public void remove(String id) {
        database.change(handle -> {
            DistributionPoint point = require(handle, id);
            if (point.kind() == DistributionPoint.Kind.SITE) {
                throw new SlipwayException(
                        "point-is-site",
                        409,
                        "The site's own point cannot be removed. Remove content from it, or take it out of the boundary groups.");
            }
            List<Distribution> held = new DistributionSql(handle).ofPoint(id);
            new PointSql(handle).delete(id);
            held.forEach(row -> events.publish(handle, DistributionRows.TOPIC, row.packageId(), Event.Change.CHANGED));
            events.publish(handle, TOPIC, id, Event.Change.DELETED);
            LOG.info("Distribution point {} ({}) was removed", point.name(), id);
        });
    }
}
