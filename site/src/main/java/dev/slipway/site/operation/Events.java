package dev.slipway.site.operation;

import dev.slipway.site.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The table of events. A state change publishes its event in the same transaction. */
@Component
public class Events {
    private static final Duration KEPT = Duration.ofDays(3);
    private final Database database;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition published = lock.newCondition();
    /** Counts commits with events of this server; a reader that saw the count needs not look before it changes. */
    private long commits;

    public Events(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Writes the event into the transaction of the change. Since writers take turns, events become visible in the order of their numbers.
     *
     * @param topic as the API lists them: {@code image}, {@code run}…
     */
    public void publish(Handle handle, String topic, Object subject, Event.Change change) {
        handle.createUpdate("""
                insert into event (time, topic, subject, change) values (:time, :topic, :subject, :change)
                """)
                .bind("time", clock.instant())
                .bind("topic", topic)
                .bind("subject", subject.toString())
                .bind("change", change)
                .execute();
        handle.afterCommit(this::wake);
    }

    /** Events after a number, oldest first. */
    public List<Event> after(long number, int limit) {
        return database.read(handle -> handle.createQuery("""
                select number, time, topic, subject, change from event where number > :number order by number limit :limit
                """)
                .bind("number", number)
                .bind("limit", limit)
                .mapTo(Event.class)
                .list());
    }

    /** The newest event's number; 0 when there is none. */
    public long last() {
        return database.readAll(handle -> handle.createQuery("select coalesce(max(number), 0) from event")
                .mapTo(Long.class)
                .one());
    }

    /** How many commits with events this server has made. */
    long commits() {
        lock.lock();
        try {
            return commits;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there are other commits than these: at most the given time, for another server may have written events too. */
    void await(long seenCommits, Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = longest.toNanos();
            while (commits == seenCommits && left > 0) {
                left = published.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            commits++;
            published.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
    void forgetOld() {
        database.change(handle -> handle.execute(
                "delete from event where time < ?", clock.instant().minus(KEPT)));
    }
}
