package dev.slipway.site.distribution;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.fleet.Collections;
import dev.slipway.site.fleet.FleetNumber;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Groups of distribution points (DIST-8). */
@Component
public class PointGroups {
    static final String TOPIC = "point-group";
    private final Database database;
    private final Distributions distributions;
    private final Events events;
    private final Clock clock;

    PointGroups(Database database, Distributions distributions, Events events, Clock clock) {
        this.database = database;
        this.distributions = distributions;
        this.events = events;
        this.clock = clock;
    }

    private record Row(String id, String name, String comment) {}

    /** By name. */
    public List<PointGroup> all() {
        return database.read(PointGroups::all);
    }

    static List<PointGroup> all(Handle handle) {
        return handle
                .createQuery("select id, name, comment from point_group order by name_key")
                .mapTo(Row.class)
                .list()
                .stream()
                .map(row -> group(handle, row))
                .toList();
    }

    public PointGroup get(String id) {
        return database.read(handle -> require(handle, id));
    }

    static PointGroup require(Handle handle, String id) {
        return handle.createQuery("select id, name, comment from point_group where id = :id")
                .bind("id", id)
                .mapTo(Row.class)
                .findOne()
                .map(row -> group(handle, row))
                .orElseThrow(() -> SlipwayException.notFound("point group", id));
    }

    private static PointGroup group(Handle handle, Row row) {
        return new PointGroup(
                row.id(),
                row.name(),
                row.comment(),
                members(handle, row.id()),
                list(
                        handle,
                        "select package from point_group_content where point_group = :id order by package",
                        row.id()),
                list(
                        handle,
                        "select collection from point_group_collection where point_group = :id order by collection",
                        row.id()));
    }

    static List<String> members(Handle handle, String group) {
        return list(handle, "select point from point_group_member where point_group = :id order by point", group);
    }

    private static List<String> list(Handle handle, String sql, String id) {
        return handle.createQuery(sql).bind("id", id).mapTo(String.class).list();
    }

    public PointGroup create(String name, String comment) {
        return database.write(handle -> {
            String id = "PG%05d".formatted(FleetNumber.next(handle, "point-group"));
            GroupName clean = GroupName.checked(handle, GroupName.Of.POINTS, name, id);
            handle.execute(
                    "insert into point_group (id, name, name_key, comment, created_at) values (?, ?, ?, ?, ?)",
                    id,
                    clean.text(),
                    clean.key(),
                    comment,
                    clock.instant());
            events.publish(handle, TOPIC, id, Event.Change.CREATED);
            return require(handle, id);
        });
    }

    /** What is null stays. */
    public PointGroup change(String id, @Nullable String name, @Nullable String comment) {
        return changed(id, (handle, group) -> {
            GroupName clean = GroupName.checked(handle, GroupName.Of.POINTS, name == null ? group.name() : name, id);
            handle.execute(
                    "update point_group set name = ?, name_key = ?, comment = ? where id = ?",
                    clean.text(),
                    clean.key(),
                    comment == null ? group.comment() : comment,
                    id);
        });
    }

    /** Its points keep what they have. */
    public void delete(String id) {
        database.change(handle -> {
            require(handle, id);
            handle.execute("delete from point_group where id = ?", id);
            events.publish(handle, TOPIC, id, Event.Change.DELETED);
        });
    }

    /** The point gets all content of the group. */
    public PointGroup addPoint(String id, String point) {
        return changed(id, (handle, group) -> {
            Points.require(handle, point);
            handle.execute(
                    "insert into point_group_member (point_group, point) values (?, ?) on conflict do nothing",
                    id,
                    point);
            for (String packageId : group.packages()) {
                distributions.distribute(handle, PackageFacts.withContent(handle, packageId), point);
            }
        });
    }

    /** The point keeps what it has. */
    public PointGroup removePoint(String id, String point) {
        return changed(
                id,
                (handle, group) -> handle.execute(
                        "delete from point_group_member where point_group = ? and point = ?", id, point));
    }

    /** From now on the collection's content goes to this group by default; what was distributed before does not follow. */
    public PointGroup associate(String id, String collection) {
        return changed(id, (handle, group) -> {
            if (Collections.find(handle, collection).isEmpty()) {
                throw SlipwayException.notFound("collection", collection);
            }
            handle.execute(
                    "insert into point_group_collection (point_group, collection) values (?, ?) on conflict do nothing",
                    id,
                    collection);
        });
    }

    public PointGroup dissociate(String id, String collection) {
        return changed(
                id,
                (handle, group) -> handle.execute(
                        "delete from point_group_collection where point_group = ? and collection = ?", id, collection));
    }

    private interface Edit {
        void apply(Handle handle, PointGroup group);
    }

    private PointGroup changed(String id, Edit edit) {
        database.change(handle -> {
            edit.apply(handle, require(handle, id));
            events.publish(handle, TOPIC, id, Event.Change.CHANGED);
        });
        return get(id);
    }
}
