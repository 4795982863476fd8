package dev.slipway.site.operation;

import dev.slipway.site.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What running work tells of itself. May be called from several threads. */
public final class OperationContext {
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(400);
    private static final String COMPLETED = "Completed: ";
    private final String id;
    private final String createdBy;
    private final Database database;
    private final Events events;
    private final Clock clock;
    private Instant written = Instant.EPOCH;
    private int percent = -1;
    private String message = "";

    OperationContext(String id, String createdBy, Database database, Events events, Clock clock) {
        this.id = id;
        this.createdBy = createdBy;
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    public String operationId() {
        return id;
    }

    /** The account that asked for the work. */
    public String createdBy() {
        return createdBy;
    }

    /** Shows progress; called as often as one likes. @param percent 0 to 100 */
    public synchronized void progress(int percent, String message) {
        int bounded = Math.clamp(percent, 0, 100);
        Instant now = clock.instant();
        boolean changed = bounded != this.percent || !Objects.equals(message, this.message);
        if (!changed || now.isBefore(written.plus(BETWEEN_WRITES))) {
            return;
        }
        written = now;
        this.percent = bounded;
        this.message = message;
        database.change(handle -> {
            new OperationSql(handle).progress(id, bounded, message);
            events.publish(handle, Operations.TOPIC, id, Event.Change.CHANGED);
        });
    }

    /** Adds a line to the operation's log. */
    public void log(String line) {
        database.change(handle -> {
            new OperationSql(handle).log(id, clock.instant(), line);
            events.publish(handle, Operations.TOPIC, id, Event.Change.CHANGED);
        });
    }

    /** Whether a line is in the operation's log already, because an attempt before a kill came as far as that. */
    public boolean hasLogged(String line) {
        return database.read(handle -> new OperationSql(handle).hasLogged(id, line));
    }

    /** Keeps the last words in the transaction that completes the work, so that an attempt after a kill finds them in {@link #completed()}. */
    public void completed(org.jdbi.v3.core.Handle handle, String sentence) {
        new OperationSql(handle).log(id, clock.instant(), COMPLETED + sentence);
    }

    /** The last words of an earlier attempt, if it had completed the work when the site was killed. */
    public Optional<String> completed() {
        return database.read(handle -> new OperationSql(handle).lineThatBegins(id, COMPLETED))
                .map(line -> line.substring(COMPLETED.length()));
    }

    /** What an earlier attempt made before the site was killed: that work is done but for its last words. */
    public Optional<String> made() {
        return database.read(handle -> new OperationSql(handle).find(id)).map(Operation::subject);
    }

    /** Names what the work makes, in the transaction that makes it. */
    public void subject(org.jdbi.v3.core.Handle handle, String subject) {
        new OperationSql(handle).subject(id, subject);
    }
}
