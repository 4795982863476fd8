package dev.slipway.site.fleet;

import dev.slipway.site.ObjectName;
import dev.slipway.site.Page;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.access.scope.Scopes;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event.Change;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Collections with direct members, and the two that fill themselves. */
@Component
public class Collections {
    /** Where {@code device} is a row of that table and {@code :collection} is bound. */
    static final String IS_MEMBER = """
            (:collection = 'SMS00001' or (:collection = 'SMS000US' and device.unknown = 1)
              or exists (select 1 from collection_member where collection_member.collection = :collection and collection_member.device = device.id))""";

    private static final String SELECT = """
            select id, name, comment, built_in, variable_priority, created_at,
              case id
                when 'SMS00001' then (select count(*) from device)
                when 'SMS000US' then (select count(*) from device where unknown = 1)
                else (select count(*) from collection_member where collection = collection.id)
              end as member_count
            from collection
            """;

    private final Database database;
    private final Events events;
    private final SlipwayProperties properties;
    private final Clock clock;

    Collections(Database database, Events events, SlipwayProperties properties, Clock clock) {
        this.database = database;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    public Page<Collection> list(@Nullable String after, int limit) {
        List<Collection> all = database.read(handle -> handle.createQuery(SELECT + "order by built_in desc, name_key")
                .mapTo(Collection.class)
                .list());
        return Page.of(all, after, limit, Collection::id);
    }

    public Collection get(String id) {
        return database.read(handle -> get(handle, id));
    }

    static Collection get(Handle handle, String id) {
        return find(handle, id).orElseThrow(() -> SlipwayException.notFound("collection", id));
    }

    public static Optional<Collection> find(Handle handle, String id) {
        return handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .mapTo(Collection.class)
                .findOne();
    }

    /** The collections of a device, the built-in ones included. */
    public List<Collection> of(Device device) {
        return database.read(handle -> of(handle, device));
    }

    public static List<Collection> of(Handle handle, Device device) {
        List<String> ids = new ArrayList<>(List.of(Collection.ALL_SYSTEMS));
        if (device.unknown()) {
            ids.add(Collection.ALL_UNKNOWN_COMPUTERS);
        }
        ids.addAll(handle.createQuery("select collection from collection_member where device = :device")
                .bind("device", device.id())
                .mapTo(String.class)
                .list());
        return handle.createQuery(SELECT + "where id in (<ids>) order by built_in desc, name_key")
                .bindList("ids", ids)
                .mapTo(Collection.class)
                .list();
    }

    /** Every device of a collection. */
    public static List<Device> members(Handle handle, String collection) {
        return DeviceTable.list(
                handle, Optional.empty(), Optional.of(collection), "", Optional.empty(), Integer.MAX_VALUE);
    }

    /** Members that have not begun a deployment. */
    public static long countMembersWithoutRun(Handle handle, String collection, String deployment) {
        return handle.createQuery("select count(*) from device where " + IS_MEMBER + """
                 and not exists (select 1 from run where run.deployment = :deployment and run.device = device.id)
                """)
                .bind("collection", collection)
                .bind("deployment", deployment)
                .mapTo(Long.class)
                .one();
    }

    public Collection create(String name, String comment, int priority) {
        check(name, priority);
        return database.write(handle -> {
            refuseTaken(handle, name, "");
            String id = properties.siteCode() + "%05X".formatted(FleetNumber.next(handle, "collection"));
            handle.createUpdate("""
                    insert into collection (id, name, name_key, comment, built_in, variable_priority, created_at)
                    values (:id, :name, :key, :comment, 0, :priority, :createdAt)
                    """)
                    .bind("id", id)
                    .bind("name", name)
                    .bind("key", key(name))
                    .bind("comment", comment)
                    .bind("priority", priority)
                    .bind("createdAt", clock.instant())
                    .execute();
            events.publish(handle, "collection", id, Change.CREATED);
            return get(handle, id);
        });
    }

    public Collection change(String id, String name, @Nullable String comment, @Nullable Integer priority) {
        return database.write(handle -> {
            Collection collection = custom(handle, id);
            int newPriority = priority == null ? collection.variablePriority() : priority;
            check(name, newPriority);
            refuseTaken(handle, name, id);
            handle.createUpdate("""
                    update collection set name = :name, name_key = :key, comment = :comment, variable_priority = :priority where id = :id
                    """)
                    .bind("id", id)
                    .bind("name", name)
                    .bind("key", key(name))
                    .bind("comment", comment == null ? collection.comment() : comment)
                    .bind("priority", newPriority)
                    .execute();
            events.publish(handle, "collection", id, Change.CHANGED);
            return get(handle, id);
        });
    }

    public void delete(String id) {
        database.change(handle -> {
            Collection collection = custom(handle, id);
            Map<String, String> deployments = new LinkedHashMap<>();
            handle.createQuery("select id from deployment where collection = :id order by id")
                    .bind("id", id)
                    .mapTo(String.class)
                    .forEach(deployment -> deployments.put(deployment, deployment));
            if (!deployments.isEmpty()) {
                throw new SlipwayException(
                        "collection-in-use",
                        409,
                        "Deployments refer to " + collection.name() + ": " + Scopes.named(handle, deployments)
                                + ". Delete them first.");
            }
            handle.execute("delete from variable where owner_kind = 'COLLECTION' and owner_id = ?", id);
            handle.execute("delete from collection where id = ?", id);
            events.publish(handle, "collection", id, Change.DELETED);
        });
    }

    public void addMember(String id, long device) {
        database.change(handle -> addMember(handle, id, device));
    }

    void addMember(Handle handle, String id, long device) {
        custom(handle, id);
        Devices.find(handle, device);
        handle.execute(
                "insert into collection_member (collection, device) values (?, ?) on conflict do nothing", id, device);
        Devices.makeKnown(handle, device);
        events.publish(handle, "collection", id, Change.CHANGED);
        events.publish(handle, "device", device, Change.CHANGED);
    }

    public void removeMember(String id, long device) {
        database.change(handle -> {
            custom(handle, id);
            handle.execute("delete from collection_member where collection = ? and device = ?", id, device);
            events.publish(handle, "collection", id, Change.CHANGED);
            events.publish(handle, "device", device, Change.CHANGED);
        });
    }

    private static Collection custom(Handle handle, String id) {
        Collection collection = get(handle, id);
        if (collection.builtIn()) {
            throw new SlipwayException(
                    "collection-built-in",
                    409,
                    collection.name()
                            + " is built in: it fills itself and cannot be changed. Create a collection of your own.");
        }
        return collection;
    }

    private static void check(String name, int priority) {
        ObjectName.check("collection", name, 127);
        if (priority < 1 || priority > 9) {
            throw SlipwayException.invalid(
                    "variablePriority", "The priority of a collection's variables is 1 to 9; 9 wins over all others.");
        }
    }

    private static void refuseTaken(Handle handle, String name, String except) {
        handle.createQuery("select id from collection where name_key = :key and id <> :except")
                .bind("key", key(name))
                .bind("except", except)
                .mapTo(String.class)
                .findOne()
                .ifPresent(other -> {
                    throw new SlipwayException(
                            "collection-exists", 409, "The collection " + other + " is called " + name + " already.");
                });
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
