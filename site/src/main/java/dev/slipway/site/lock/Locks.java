package dev.slipway.site.lock;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Objects are edited by one editor at a time (section 1 of the behaviour specification). */
@Component
public class Locks {
    public static final Duration LIFETIME = Duration.ofMinutes(30);
    static final String TOPIC = "lock";
    private final Database database;
    private final Events events;
    private final Clock clock;

    Locks(Database database, Events events, Clock clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** The oldest first. */
    public List<ObjectLock> all() {
        return database.read(handle -> new LockSql(handle).all(clock.instant()));
    }

    /** Empty when nobody edits it. @throws SlipwayException {@code object-not-found} */
    Optional<ObjectLock> get(String object) {
        return database.read(handle -> {
            LockSql sql = new LockSql(handle);
            require(sql, object);
            return sql.find(object, clock.instant());
        });
    }

    /** Empty when nobody edits it, or there is no such object. */
    public Optional<ObjectLock> find(String object) {
        return database.read(handle -> new LockSql(handle).find(object, clock.instant()));
    }

    List<ObjectLock> of(Collection<String> objects) {
        return objects.isEmpty()
                ? List.of()
                : database.read(handle -> new LockSql(handle).of(objects, clock.instant()));
    }

    /** Which of these is an object that can be edited. */
    Optional<String> lockable(Collection<String> identifiers) {
        return database.read(handle -> {
            LockSql sql = new LockSql(handle);
            return identifiers.stream().filter(sql::isLockable).findFirst();
        });
    }

    /**
     * Takes or renews the lock: {@link #LIFETIME} from now.
     *
     * @throws SlipwayException {@code object-locked} when another account, or another device of this one, holds it; {@code object-not-found}
     */
    public ObjectLock take(String object, Editor editor) {
        Instant now = clock.instant();
        return database.write(handle -> {
            LockSql sql = new LockSql(handle);
            require(sql, object);
            Optional<ObjectLock> held = sql.find(object, now);
            if (held.isPresent() && !held.get().isOf(editor)) {
                throw held.get().refusal();
            }
            if (held.isPresent()) {
                sql.renew(object, now.plus(LIFETIME));
            } else {
                sql.put(object, editor, now, now.plus(LIFETIME));
                tell(handle, object, Event.Change.CREATED);
            }
            return sql.find(object, now).orElseThrow();
        });
    }

    /**
     * Frees it early: only for the account that took it, on the device where it did. Nothing happens when nobody holds it.
     *
     * @throws SlipwayException {@code object-locked}, {@code object-not-found}
     */
    public void discard(String object, Editor editor) {
        database.change(handle -> {
            LockSql sql = new LockSql(handle);
            require(sql, object);
            Optional<ObjectLock> held = sql.find(object, clock.instant());
            if (held.isPresent() && !held.get().isOf(editor)) {
                throw held.get().refusal();
            }
            if (held.isPresent()) {
                free(handle, object);
            }
        });
    }

    /** @throws SlipwayException {@code object-locked} when somebody else edits it */
    public void refuseOthers(String object, Editor editor) {
        of(List.of(object)).stream().filter(editor::isKeptOutBy).findFirst().ifPresent(lock -> {
            throw lock.refusal();
        });
    }

    /** After a change by its holder: the console's editor has ended, a program may go on and has it for another while. */
    void saved(ObjectLock lock, Editor editor) {
        if (lock.isOf(editor)) {
            database.change(handle -> {
                if (editor.program()) {
                    new LockSql(handle).renew(lock.objectId(), clock.instant().plus(LIFETIME));
                } else {
                    free(handle, lock.objectId());
                }
            });
        }
    }

    private static void require(LockSql sql, String object) {
        if (!sql.isLockable(object)) {
            throw SlipwayException.notFound("object", object);
        }
    }

    private void free(Handle handle, String object) {
        new LockSql(handle).delete(object);
        tell(handle, object, Event.Change.DELETED);
    }

    private void tell(Handle handle, String object, Event.Change change) {
        events.publish(handle, TOPIC, object, change);
    }

    /** Locks that have expired, and those of objects that are gone. */
    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void forgetEnded() {
        database.change(handle -> new LockSql(handle)
                .deleteEnded(clock.instant())
                .forEach(object -> tell(handle, object, Event.Change.DELETED)));
    }
}
