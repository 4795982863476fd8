package dev.slipway.site.lock;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table object_lock, with the names of what is locked. */
record LockSql(Handle handle) {
    /** Everything that can be locked. */
    private static final String OBJECTS = """
            (select id, name, type as kind from package
             union all select id, name, 'TASK_SEQUENCE' from task_sequence
             union all select id, name, 'COLLECTION' from collection
             union all select id, name, 'POINT_GROUP' from point_group
             union all select id, name, 'BOUNDARY_GROUP' from boundary_group)
            """;

    private static final String SELECT = """
            select l.object as object_id, o.kind, o.name, l.account, l.device, l.address, l.taken_at, l.expires_at
            from object_lock l join
            """ + OBJECTS + """
             o on o.id = l.object
            where l.expires_at > :now
            """;

    boolean isLockable(String id) {
        return handle.createQuery("select id from " + OBJECTS + " o where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .isPresent();
    }

    Optional<ObjectLock> find(String object, Instant now) {
        return handle.createQuery(SELECT + " and l.object = :object")
                .bind("object", object)
                .bind("now", now)
                .mapTo(ObjectLock.class)
                .findOne();
    }

    List<ObjectLock> of(Collection<String> objects, Instant now) {
        return handle.createQuery(SELECT + " and l.object in (<objects>) order by l.object")
                .bindList("objects", List.copyOf(objects))
                .bind("now", now)
                .mapTo(ObjectLock.class)
                .list();
    }

    List<ObjectLock> all(Instant now) {
        return handle.createQuery(SELECT + " order by l.taken_at, l.object")
                .bind("now", now)
                .mapTo(ObjectLock.class)
                .list();
    }

    /** In place of one that has expired. */
    void put(String object, Editor editor, Instant now, Instant until) {
        handle.createUpdate("""
                insert into object_lock (object, account, device, address, taken_at, expires_at)
                values (:object, :account, :device, :address, :now, :until)
                on conflict (object) do update set account = excluded.account, device = excluded.device, address = excluded.address,
                    taken_at = excluded.taken_at, expires_at = excluded.expires_at
                """)
                .bind("object", object)
                .bind("account", editor.account())
                .bind("device", editor.device())
                .bind("address", editor.address())
                .bind("now", now)
                .bind("until", until)
                .execute();
    }

    void renew(String object, Instant until) {
        handle.execute("update object_lock set expires_at = ? where object = ?", until, object);
    }

    void delete(String object) {
        handle.execute("delete from object_lock where object = ?", object);
    }

    /** @return those that were there no longer, or too long */
    List<String> deleteEnded(Instant now) {
        return handle.createQuery("delete from object_lock where expires_at <= :now or object not in (select id from "
                        + OBJECTS + " o) returning object")
                .bind("now", now)
                .mapTo(String.class)
                .list();
    }
}
