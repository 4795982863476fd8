package dev.slipway.site.library;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Which boot image starts the machines of a task sequence (BOOT-1); without one it is the default of their architecture. */
@Component
public class SequenceBootImages implements PackageUsers {
    private final Database database;
    private final Events events;

    SequenceBootImages(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    @Override
    public List<PackageUser> usersOf(Handle handle, String packageId) {
        return new BootImageDetailSql(handle).sequences(packageId);
    }

    /** Empty: the default. */
    public Optional<BootImage> of(String sequence) {
        return database.read(handle -> of(handle, sequence));
    }

    private static Optional<BootImage> of(Handle handle, String sequence) {
        return handle.createQuery("select boot_image from task_sequence_boot_image where sequence = :sequence")
                .bind("sequence", sequence)
                .mapTo(String.class)
                .findOne()
                .flatMap(new BootImageSql(handle)::find);
    }

    /** Empty: the default. @throws SlipwayException {@code task-sequence-not-found} */
    Optional<BootImage> get(String sequence) {
        return database.read(handle -> {
            require(handle, sequence);
            return of(handle, sequence);
        });
    }

    private static void require(Handle handle, String sequence) {
        boolean known = handle.createQuery("select count(*) from task_sequence where id = :id")
                        .bind("id", sequence)
                        .mapTo(Long.class)
                        .one()
                > 0;
        if (!known) {
            throw SlipwayException.notFound("task sequence", sequence);
        }
    }

    /** @param bootImage empty: the default @throws SlipwayException when one of them does not exist */
    public Optional<BootImage> set(String sequence, String bootImage) {
        return database.write(handle -> {
            require(handle, sequence);
            handle.execute("delete from task_sequence_boot_image where sequence = ?", sequence);
            if (!bootImage.isEmpty()) {
                BootImages.require(handle, bootImage);
                handle.execute(
                        "insert into task_sequence_boot_image (sequence, boot_image) values (?, ?)",
                        sequence,
                        bootImage);
            }
            events.publish(handle, BootImages.TOPIC, bootImage, Event.Change.CHANGED);
            return of(handle, sequence);
        });
    }
}
