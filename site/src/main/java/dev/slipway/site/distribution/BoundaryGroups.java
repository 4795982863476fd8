package dev.slipway.site.distribution;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.fleet.FleetNumber;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Boundary groups: addresses of machines, the points for them, and where they go when these have not what they need. */
@Component
public class BoundaryGroups {
    static final String TOPIC = "boundary-group";
    private static final int MOST_BOUNDARIES = 1000;
    private final Database database;
    private final Events events;
    private final Clock clock;

    BoundaryGroups(Database database, Events events, Clock clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** What is set; what is null stays as it is, or is empty in a new group. */
    public record Change(
            @Nullable String name,
            @Nullable String comment,
            @Nullable List<String> boundaries,
            @Nullable List<String> points,
            @Nullable List<String> fallback) {}

    private record Row(String id, String name, String comment, boolean isDefault) {}

    /** By name, the default group at last. */
    public List<BoundaryGroup> all() {
        return database.read(handle -> handle
                .createQuery("select id, name, comment, is_default from boundary_group order by is_default, name_key")
                .mapTo(Row.class)
                .list()
                .stream()
                .map(row -> group(handle, row))
                .toList());
    }

    public BoundaryGroup get(String id) {
        return database.read(handle -> require(handle, id));
    }

    static BoundaryGroup require(Handle handle, String id) {
        return handle.createQuery("select id, name, comment, is_default from boundary_group where id = :id")
                .bind("id", id)
                .mapTo(Row.class)
                .findOne()
                .map(row -> group(handle, row))
                .orElseThrow(() -> SlipwayException.notFound("boundary group", id));
    }

    private static BoundaryGroup group(Handle handle, Row row) {
        return new BoundaryGroup(
                row.id(),
                row.name(),
                row.comment(),
                row.isDefault(),
                list(handle, "select boundary from boundary where boundary_group = :id order by id", row.id()),
                points(handle, row.id()),
                fallback(handle, row.id()));
    }

    static List<String> points(Handle handle, String group) {
        return list(
                handle, "select point from boundary_group_point where boundary_group = :id order by position", group);
    }

    static List<String> fallback(Handle handle, String group) {
        return list(
                handle,
                "select neighbour from boundary_group_fallback where boundary_group = :id order by position",
                group);
    }

    private static List<String> list(Handle handle, String sql, String id) {
        return handle.createQuery(sql).bind("id", id).mapTo(String.class).list();
    }

    /** The groups that contain an address, the narrowest boundary first. @param address an IP address */
    static Set<String> containing(Handle handle, String address) {
        record Found(String boundaryGroup, String firstAddress, String lastAddress) {}
        String number = AddressRange.number(address);
        List<Found> found = handle.createQuery("""
                select boundary_group, first_address, last_address from boundary
                where first_address <= :number and last_address >= :number
                """)
                .bind("number", number)
                .mapTo(Found.class)
                .list();
        Set<String> groups = new LinkedHashSet<>();
        found.stream()
                .sorted(java.util.Comparator.comparing((Found f) -> new java.math.BigInteger(f.lastAddress(), 16)
                                .subtract(new java.math.BigInteger(f.firstAddress(), 16)))
                        .thenComparing(Found::boundaryGroup))
                .forEach(f -> groups.add(f.boundaryGroup()));
        return groups;
    }

    static String defaultGroup(Handle handle) {
        return handle.createQuery("select id from boundary_group where is_default = 1")
                .mapTo(String.class)
                .one();
    }

    public BoundaryGroup create(Change wanted) {
        return database.write(handle -> {
            String id = "BG%05d".formatted(FleetNumber.next(handle, "boundary-group"));
            GroupName name =
                    GroupName.checked(handle, GroupName.Of.BOUNDARIES, wanted.name() == null ? "" : wanted.name(), id);
            handle.execute(
                    "insert into boundary_group (id, name, name_key, comment, is_default, created_at) values (?, ?, ?, '', 0, ?)",
                    id,
                    name.text(),
                    name.key(),
                    clock.instant());
            apply(handle, id, wanted);
            events.publish(handle, TOPIC, id, Event.Change.CREATED);
            return require(handle, id);
        });
    }

    public BoundaryGroup change(String id, Change change) {
        return database.write(handle -> {
            require(handle, id);
            if (change.name() != null) {
                GroupName name = GroupName.checked(handle, GroupName.Of.BOUNDARIES, change.name(), id);
                handle.execute(
                        "update boundary_group set name = ?, name_key = ? where id = ?", name.text(), name.key(), id);
            }
            apply(handle, id, change);
            events.publish(handle, TOPIC, id, Event.Change.CHANGED);
            return require(handle, id);
        });
    }

    private static void apply(Handle handle, String id, Change change) {
        BoundaryGroup group = require(handle, id);
        if (change.comment() != null) {
            handle.execute("update boundary_group set comment = ? where id = ?", change.comment(), id);
        }
        if (change.boundaries() != null) {
            boundaries(handle, group, change.boundaries());
        }
        if (change.points() != null) {
            handle.execute("delete from boundary_group_point where boundary_group = ?", id);
            int position = 0;
            for (String point : new LinkedHashSet<>(change.points())) {
                handle.execute(
                        "insert into boundary_group_point (boundary_group, point, position) values (?, ?, ?)",
                        id,
                        Points.require(handle, point).id(),
                        position++);
            }
        }
        if (change.fallback() != null) {
            fallback(handle, group, new LinkedHashSet<>(change.fallback()));
        }
    }

    private static void boundaries(Handle handle, BoundaryGroup group, List<String> written) {
        if (group.isDefault() && !written.isEmpty()) {
            throw SlipwayException.invalid(
                    "boundaries", "The default group is for every machine and has no boundaries. Make another group.");
        }
        if (written.size() > MOST_BOUNDARIES) {
            throw SlipwayException.invalid("boundaries", "A group has at most " + MOST_BOUNDARIES + " boundaries.");
        }
        handle.execute("delete from boundary where boundary_group = ?", group.id());
        for (String text : new LinkedHashSet<>(written)) {
            AddressRange range = AddressRange.of(text);
            handle.execute(
                    "insert into boundary (boundary_group, boundary, first_address, last_address) values (?, ?, ?, ?)",
                    group.id(),
                    range.text(),
                    range.first(),
                    range.last());
        }
    }

    private static void fallback(Handle handle, BoundaryGroup group, Set<String> neighbours) {
        handle.execute("delete from boundary_group_fallback where boundary_group = ?", group.id());
        int position = 0;
        for (String neighbour : neighbours) {
            if (require(handle, neighbour).isDefault() || neighbour.equals(group.id()) || group.isDefault()) {
                throw SlipwayException.invalid(
                        "fallback", "A neighbour is another group; the default group always comes last by itself.");
            }
            handle.execute(
                    "insert into boundary_group_fallback (boundary_group, neighbour, position) values (?, ?, ?)",
                    group.id(),
                    neighbour,
                    position++);
        }
    }

    public void delete(String id) {
        database.change(handle -> {
            BoundaryGroup group = require(handle, id);
            if (group.isDefault()) {
                throw new SlipwayException(
                        "group-is-default", 409, "The default boundary group stays; take its points out instead.");
            }
            handle.execute("delete from boundary_group where id = ?", id);
            events.publish(handle, TOPIC, id, Event.Change.DELETED);
        });
    }
}
