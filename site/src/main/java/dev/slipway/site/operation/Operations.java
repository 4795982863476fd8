package dev.slipway.site.operation;

import dev.slipway.site.Caller;
import dev.slipway.site.FullDisk;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.database.Database;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Long work. It is a row before it begins, so it outlives the server: what was running when the site died is begun again at the next start,
 * {@value #ATTEMPTS} times at most.
 */
@Component
public class Operations {
    static final String TOPIC = "operation";
    private static final int ATTEMPTS = 3;
    private static final Duration BETWEEN_ATTEMPTS_TO_WRITE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
    private final Database database;
    private final Events events;
    private final Clock clock;
    private final ObjectProvider<OperationWork> works;
    private final Semaphore free;
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    Operations(
            Database database,
            Events events,
            Clock clock,
            SlipwayProperties properties,
            ObjectProvider<OperationWork> works) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.works = works;
        this.free = new Semaphore(Math.max(1, properties.operations()), true);
    }

    /**
     * Queues work in the caller's transaction; it begins after the commit.
     *
     * @param input JSON that {@link OperationWork#run} gets
     * @param subject the object that it works on, if that exists already
     */
    public Operation submit(
            Handle handle, String kind, String title, @Nullable String subject, String input, Caller caller) {
        Operation operation = new Operation(
                UUID.randomUUID().toString(),
                kind,
                title,
                subject,
                Operation.State.QUEUED,
                0,
                null,
                null,
                false,
                0,
                caller.name(),
                clock.instant(),
                null,
                null);
        new OperationSql(handle).insert(operation, input);
        events.publish(handle, TOPIC, operation.id(), Event.Change.CREATED);
        handle.afterCommit(() -> start(operation));
        return operation;
    }

    /** Work of this kind at this object that waits or runs, so that nobody asks for the same twice. */
    public Optional<Operation> unfinished(Handle handle, String kind, String subject) {
        OperationSql sql = new OperationSql(handle);
        return Stream.of(Operation.State.QUEUED, Operation.State.RUNNING)
                .flatMap(state -> sql.inState(state).stream())
                .filter(operation -> operation.kind().equals(kind) && subject.equals(operation.subject()))
                .findFirst();
    }

    /** Empty when there is none, or not for this reader. */
    public Optional<Operation> find(String id) {
        return database.read(handle -> new OperationSql(handle).find(id));
    }

    public Operation get(String id) {
        return find(id).orElseThrow(() -> SlipwayException.notFound("operation", id));
    }

    /** What it was submitted with. */
    public String input(String id) {
        return database.read(handle -> new OperationSql(handle).input(id));
    }

    /** The newest first. */
    public List<Operation> newest(int most) {
        return database.read(handle -> new OperationSql(handle).newest(most));
    }

    /** The log's lines with a higher number, oldest first. @param limit 1 to 5000 */
    public List<OperationLine> lines(String id, long after, int limit) {
        get(id);
        return database.read(handle -> new OperationSql(handle).lines(id, after, Math.clamp(limit, 1, 5000)));
    }

    /** Asks the work to stop; a queued one never begins. */
    public Operation cancel(String id) {
        Operation cancelled = database.write(handle -> {
            OperationSql sql = new OperationSql(handle);
            Operation operation = sql.find(id).orElseThrow(() -> SlipwayException.notFound("operation", id));
            if (operation.state().isFinished()) {
                throw new SlipwayException(
                        "operation-finished",
                        409,
                        "\"" + operation.title() + "\" has ended already; nothing was changed.");
            }
            sql.requestCancel(id);
            if (operation.state() == Operation.State.QUEUED) {
                sql.finish(id, Operation.State.CANCELLED, "Cancelled before it began.", null, clock.instant());
            }
            events.publish(handle, TOPIC, id, Event.Change.CHANGED);
            return sql.find(id).orElseThrow();
        });
        Thread thread = running.get(id);
        if (thread != null) {
            thread.interrupt();
        }
        return cancelled;
    }

    /** Takes up what an earlier process left, before anything else that waits for the start submits work of this process. */
    @EventListener(ApplicationReadyEvent.class)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    void resume() {
        List<Operation> queued = database.write(handle -> {
            OperationSql sql = new OperationSql(handle);
            for (Operation operation : sql.inState(Operation.State.RUNNING)) {
                takeUp(handle, sql, operation);
            }
            return sql.inState(Operation.State.QUEUED);
        });
        queued.forEach(this::start);
    }

    private void takeUp(Handle handle, OperationSql sql, Operation operation) {
        if (operation.cancelRequested()) {
            sql.finish(operation.id(), Operation.State.CANCELLED, "Cancelled.", null, clock.instant());
        } else if (operation.attempt() >= ATTEMPTS) {
            String message = "The site stopped " + ATTEMPTS + " times during this work; it is not begun again.";
            sql.finish(operation.id(), Operation.State.FAILED, message, "operation-interrupted", clock.instant());
        } else {
            sql.log(operation.id(), clock.instant(), "The site stopped during this work; it begins again.");
            sql.requeue(operation.id());
        }
        events.publish(handle, TOPIC, operation.id(), Event.Change.CHANGED);
    }

    private void start(Operation operation) {
        Thread.ofVirtual().name("operation " + operation.id()).start(() -> {
            free.acquireUninterruptibly();
            try {
                if (!stopping) {
                    // A cancel interrupts it, which on a virtual thread would close the database's connection in the
                    // middle of a commit.
                    Thread.ofPlatform()
                            .name("operation " + operation.id())
                            .start(() -> run(operation))
                            .join();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                free.release();
            }
        });
    }

    private void run(Operation operation) {
        running.put(operation.id(), Thread.currentThread());
        try {
            boolean begun = whenThereIsRoom(operation, () -> begin(operation));
            if (begun) {
                LOG.info("{}: begins, asked for by {}", operation.title(), operation.createdBy());
                work(operation);
            }
        } finally {
            running.remove(operation.id());
        }
    }

    private boolean begin(Operation operation) {
        return database.write(handle -> {
            boolean mine = new OperationSql(handle).begin(operation.id(), clock.instant());
            if (mine) {
                events.publish(handle, TOPIC, operation.id(), Event.Change.CHANGED);
            }
            return mine;
        });
    }

    private void work(Operation operation) {
        try {
            OperationWork work = byKind().get(operation.kind());
            if (work == null) {
                throw new SlipwayException(
                        "operation-unknown",
                        500,
                        "This version of Slipway knows no work of kind " + operation.kind() + ".");
            }
            String input = database.read(handle -> new OperationSql(handle).input(operation.id()));
            OperationContext context =
                    new OperationContext(operation.id(), operation.createdBy(), database, events, clock);
            String result = work.run(context, input);
            // A request to cancel that came too late must not disturb the last words.
            boolean late = Thread.interrupted();
            finish(operation, Operation.State.SUCCEEDED, late ? result + " The cancel came too late." : result, null);
        } catch (SlipwayException e) {
            ended(operation, e.code(), e.detail(), e);
        } catch (InterruptedException e) {
            ended(
                    operation,
                    "operation-interrupted",
                    "The work was interrupted; nothing remains of it. Begin it again.",
                    e);
        } catch (Exception e) {
            if (FullDisk.isCauseOf(e)) {
                LOG.warn("{}: the site's disk is full", operation.title(), e);
                ended(
                        operation,
                        FullDisk.CODE,
                        "The site's disk is full. Make room, then do it again. Nothing remains of this attempt.",
                        e);
                return;
            }
            LOG.error("{}: failed for a reason that nobody foresaw", operation.title(), e);
            ended(operation, "internal-error", "The site failed at this work: " + e, e);
        }
    }

    /** A failure after a cancel is the cancel; one while the site stops leaves the row running, for the next start. */
    private void ended(Operation operation, String code, String detail, Exception cause) {
        boolean interrupted = Thread.interrupted() || cause instanceof InterruptedException;
        if (get(operation.id()).cancelRequested()) {
            finish(operation, Operation.State.CANCELLED, "Cancelled.", null);
        } else if (stopping && (interrupted || "internal-error".equals(code))) {
            LOG.info("{}: interrupted by the site's stop; it begins again at the next start", operation.title());
        } else {
            finish(operation, Operation.State.FAILED, detail, code);
        }
    }

    /** Says how it ended. */
    private void finish(Operation operation, Operation.State state, String message, @Nullable String errorCode) {
        var unused = whenThereIsRoom(operation, () -> {
            write(operation, state, message, errorCode);
            return Boolean.TRUE;
        });
        LOG.info("{}: {} {}", operation.title(), state, message);
    }

    /** Waits as long as the database has no room: a full disk must leave no work without a begin or an end. */
    private <T> T whenThereIsRoom(Operation operation, Supplier<T> change) {
        while (true) {
            try {
                return change.get();
            } catch (RuntimeException e) {
                if (stopping || !FullDisk.isCauseOf(e)) {
                    throw e;
                }
                LOG.warn("{}: waits, since the database's disk is full", operation.title());
            }
            try {
                Thread.sleep(BETWEEN_ATTEMPTS_TO_WRITE);
            } catch (InterruptedException e) {
                // A cancel is in the table already, and a stop is seen above.
                LOG.debug("{}: interrupted while it waits", operation.title(), e);
            }
        }
    }

    private void write(Operation operation, Operation.State state, String message, @Nullable String errorCode) {
        database.change(handle -> {
            OperationSql sql = new OperationSql(handle);
            sql.finish(operation.id(), state, message, errorCode, clock.instant());
            sql.log(operation.id(), clock.instant(), message);
            events.publish(handle, TOPIC, operation.id(), Event.Change.CHANGED);
        });
    }

    private Map<String, OperationWork> byKind() {
        return works.stream().collect(Collectors.toMap(OperationWork::kind, Function.identity()));
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        running.values().forEach(Thread::interrupt);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
        while (!running.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }
}
