package dev.slipway.site.library;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folders order the lists of packages. */
@Component
public class Folders {
    private static final int LONGEST_NAME = 50;
    private static final int DEEPEST = 16;
    private final Database database;
    private final Events events;

    Folders(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    /** All of a type, by name. */
    public List<Folder> ofType(PackageType type) {
        return database.read(
                handle -> handle.createQuery("select * from folder where type = :type order by lower(name), id")
                        .bind("type", type)
                        .mapTo(Folder.class)
                        .list());
    }

    /** @throws SlipwayException {@code folder-not-found} */
    static Folder require(Handle handle, PackageType type, long id) {
        return handle.createQuery("select * from folder where id = :id and type = :type")
                .bind("id", id)
                .bind("type", type)
                .mapTo(Folder.class)
                .findOne()
                .orElseThrow(() -> SlipwayException.notFound("folder", id));
    }

    /** Its name after those of the folders above it; empty for null. */
    static String path(Handle handle, PackageType type, @Nullable Long id) {
        if (id == null) {
            return "";
        }
        Folder here = require(handle, type, id);
        String above = path(handle, type, here.parent());
        return above.isEmpty() ? here.name() : above + " / " + here.name();
    }

    /** @throws SlipwayException {@code folder-exists} when one of this name is there already */
    public Folder create(PackageType type, @Nullable Long parent, String name) {
        String clean = checked(name);
        return database.write(handle -> {
            if (parent != null) {
                require(handle, type, parent);
                refuseTooDeep(handle, type, parent);
            }
            refuseTwin(handle, type, parent, clean);
            long id = handle.createQuery(
                            "insert into folder (type, parent, name) values (:type, :parent, :name) returning id")
                    .bind("type", type)
                    .bindByType("parent", parent, Long.class)
                    .bind("name", clean)
                    .mapTo(Long.class)
                    .one();
            changed(handle, type, id);
            return new Folder(id, type, parent, clean);
        });
    }

    public Folder rename(PackageType type, long id, String name) {
        String clean = checked(name);
        return database.write(handle -> {
            Folder now = require(handle, type, id);
            if (!now.name().equalsIgnoreCase(clean)) {
                refuseTwin(handle, type, now.parent(), clean);
            }
            handle.execute("update folder set name = ? where id = ?", clean, id);
            changed(handle, type, id);
            return new Folder(id, type, now.parent(), clean);
        });
    }

    /** @throws SlipwayException {@code folder-not-empty} */
    public void delete(PackageType type, long id) {
        database.change(handle -> {
            Folder gone = require(handle, type, id);
            long held = handle.createQuery("""
                    select (select count(*) from package where folder = :id) + (select count(*) from folder where parent = :id)
                    """).bind("id", id).mapTo(Long.class).one();
            if (held > 0) {
                throw new SlipwayException(
                        "folder-not-empty",
                        409,
                        "The folder " + gone.name() + " still holds " + held + " objects. Move or delete these first.");
            }
            handle.execute("delete from folder where id = ?", id);
            changed(handle, type, id);
        });
    }

    private static String checked(String name) {
        String clean = name.strip();
        if (clean.isEmpty()) {
            throw SlipwayException.invalid("name", "The name must not be empty.");
        }
        PackageTexts.check("name", clean, LONGEST_NAME);
        return clean;
    }

    private static void refuseTwin(Handle handle, PackageType type, @Nullable Long parent, String name) {
        boolean there = handle.createQuery("""
                select id from folder where type = :type and coalesce(parent, 0) = :parent and lower(name) = lower(:name)
                """)
                .bind("type", type)
                .bind("parent", parent == null ? 0L : parent)
                .bind("name", name)
                .mapTo(Long.class)
                .findFirst()
                .isPresent();
        if (there) {
            throw new SlipwayException("folder-exists", 409, "There is a folder " + name + " here already.");
        }
    }

    private static void refuseTooDeep(Handle handle, PackageType type, long parent) {
        Long above = parent;
        for (int depth = 1; above != null; depth++) {
            if (depth >= DEEPEST) {
                throw SlipwayException.invalid("parent", "Folders lie at most " + DEEPEST + " deep.");
            }
            above = require(handle, type, above).parent();
        }
    }

    private void changed(Handle handle, PackageType type, long id) {
        events.publish(handle, type.topic(), "folder-" + id, Event.Change.CHANGED);
    }
}
