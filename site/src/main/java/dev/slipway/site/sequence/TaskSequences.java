package dev.slipway.site.sequence;

import dev.slipway.site.Caller;
import dev.slipway.site.ObjectName;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.PackageNumbers;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The site's task sequences. */
@Component
public class TaskSequences {
    private static final String TOPIC = "task-sequence";
    private static final int LONGEST_NAME = 50;
    private static final int LONGEST_DESCRIPTION = 512;
    private final Database database;
    private final Events events;
    private final SlipwayProperties properties;
    private final Clock clock;

    TaskSequences(Database database, Events events, SlipwayProperties properties, Clock clock) {
        this.database = database;
        this.events = events;
        this.properties = properties;
        this.clock = clock;
    }

    /** By name. */
    public List<StoredSequence> all() {
        return database.read(handle -> new SequenceSql(handle).all());
    }

    public StoredSequence get(String id) {
        return database.read(handle -> require(handle, id));
    }

    public StoredSequence create(String name, @Nullable String description, String xml, Caller caller) {
        check(name, description);
        CheckedSequence checked = CheckedSequence.of(xml);
        String made = database.write(handle -> {
            String id = PackageNumbers.next(handle, properties.siteCode());
            String text = Objects.requireNonNullElse(description, "");
            new SequenceSql(handle).insert(id, name.strip(), text, checked, caller.name(), clock.instant());
            events.publish(handle, TOPIC, id, Event.Change.CREATED);
            return id;
        });
        return get(made);
    }

    /** What is null stays. */
    public StoredSequence change(String id, @Nullable String name, @Nullable String description, Caller caller) {
        check(name, description);
        return changed(id, handle -> {
            StoredSequence now = require(handle, id);
            new SequenceSql(handle)
                    .rename(
                            id,
                            Objects.requireNonNullElse(name, now.name()).strip(),
                            Objects.requireNonNullElse(description, now.description()),
                            caller.name(),
                            clock.instant());
        });
    }

    /**
     * Saves the XML as a new revision; the same XML again changes nothing.
     *
     * @param expected the revision that the caller edited; null: whatever there is
     */
    public StoredSequence save(String id, String xml, @Nullable Long expected, Caller caller) {
        CheckedSequence checked = CheckedSequence.of(xml);
        return changed(id, handle -> {
            StoredSequence now = require(handle, id);
            if (expected != null && expected != now.revision()) {
                throw new SlipwayException(
                        "sequence-changed",
                        412,
                        now.name() + " (" + id + ") was saved as revision " + now.revision() + " by " + now.changedBy()
                                + " while you edited revision " + expected + ". Read it again and repeat your change.");
            }
            if (!xml.equals(now.xml())) {
                new SequenceSql(handle).update(id, now.revision() + 1, checked, caller.name(), clock.instant());
            }
        });
    }

    public StoredSequence enable(String id, boolean enabled, Caller caller) {
        return changed(id, handle -> {
            require(handle, id);
            new SequenceSql(handle).enable(id, enabled, caller.name(), clock.instant());
        });
    }

    /** Refused while a deployment refers to it. */
    public void delete(String id) {
        database.change(handle -> {
            SequenceSql sql = new SequenceSql(handle);
            StoredSequence sequence = require(handle, id);
            List<String> deployments = sql.deployments(id);
            if (!deployments.isEmpty()) {
                throw new SlipwayException(
                        "sequence-in-use",
                        409,
                        sequence.name() + " (" + id + ") is deployed by " + String.join(", ", deployments)
                                + ". Delete these deployments first.");
            }
            sql.delete(id);
            events.publish(handle, TOPIC, id, Event.Change.DELETED);
        });
    }

    private StoredSequence changed(String id, Database.Change change) {
        database.change(handle -> {
            change.run(handle);
            events.publish(handle, TOPIC, id, Event.Change.CHANGED);
        });
        return get(id);
    }

    private static StoredSequence require(Handle handle, String id) {
        return new SequenceSql(handle).find(id).orElseThrow(() -> SlipwayException.notFound("task sequence", id));
    }

    /** TS-1 */
    private static void check(@Nullable String name, @Nullable String description) {
        if (name != null) {
            ObjectName.check("task sequence", name, LONGEST_NAME);
        }
        if (description != null && description.length() > LONGEST_DESCRIPTION) {
            throw SlipwayException.invalid(
                    "description", "A task sequence's description has at most " + LONGEST_DESCRIPTION + " characters.");
        }
    }
}
