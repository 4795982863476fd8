package dev.slipway.agent.run;

import dev.slipway.agent.site.Backoff;
import dev.slipway.agent.site.SiteConnection;
import dev.slipway.agent.site.SiteException;
import dev.slipway.protocol.EventsAccepted;
import dev.slipway.protocol.RunEvent;
import dev.slipway.protocol.SavedState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings events, and the newest state, to the site: in order, about once a second, for as long as it takes. Events go first, so that a
 * state never tells of a step whose end the site has not heard of.
 */
final class Delivery implements AutoCloseable {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** How long a request that is under way may still take when the agent ends. */
    private static final Duration LAST_REQUEST = Duration.ofSeconds(2);

    /** The site takes 1 MiB. */
    private static final int BATCH_BYTES = 512 << 10;

    private final String runId;
    private final SiteConnection site;
    private final EventLog events;
    private final Runnable flushLines;
    private final Runnable cancelled;
    private final Consumer<String> log;
    private final Thread thread;
    private @Nullable SavedState newest;
    private long savedNumber;
    private boolean numbersFit;
    private boolean failing;
    private boolean over;
    private boolean wanted;
    private boolean closing;

    /**
     * @param flushLines turns collected log lines into an event
     * @param cancelled called once when the site has ended the run
     */
    Delivery(
            String runId,
            SiteConnection site,
            EventLog events,
            Runnable flushLines,
            Runnable cancelled,
            Consumer<String> log) {
        this.runId = runId;
        this.site = site;
        this.events = events;
        this.flushLines = flushLines;
        this.cancelled = cancelled;
        this.log = log;
        this.thread = Thread.ofPlatform().daemon().name("delivery").start(this::run);
    }

    /** The state to bring to the site next; an older one that is still waiting is left out. */
    synchronized void offer(SavedState state) {
        newest = state;
        wanted = true;
        notifyAll();
    }

    /** Waits until the site has every event and the newest state. */
    void await() throws InterruptedException {
        await(Duration.ofDays(3650));
    }

    /** @return whether the site has everything; false when the time is over or the site has ended the run */
    synchronized boolean await(Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        while (!over && !isDone()) {
            long left = patience.toMillis() - (System.nanoTime() - start) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wanted = true;
            notifyAll();
            wait(Math.min(left, TICK.toMillis()));
        }
        return !over;
    }

    /** Whether the last attempt failed, so that waiting a little would be in vain. */
    synchronized boolean isFailing() {
        return failing;
    }

    private synchronized boolean isDone() {
        return newest == null && events.isDelivered();
    }

    private void run() {
        Duration pause = TICK;
        try {
            while (true) {
                pause(pause);
                if (isClosing() && isDone()) {
                    return;
                }
                pause = deliverOnce(pause);
            }
        } catch (InterruptedException e) {
            // The agent ends; what is not delivered lies on the disk.
        }
    }

    private synchronized boolean isClosing() {
        return closing || over;
    }

    private synchronized void pause(Duration time) throws InterruptedException {
        if (!wanted || failing) {
            wait(time.toMillis());
        }
        wanted = false;
    }

    /** @return how long to wait before the next time */
    private Duration deliverOnce(Duration pause) throws InterruptedException {
        try {
            flushLines.run();
            deliverEvents();
            deliverState();
            if (tellFailing(false)) {
                log.accept("The site answers again; everything that happened meanwhile was delivered");
            }
            return TICK;
        } catch (SiteException e) {
            if (e.code().equals("run-ended")) {
                end();
                return LONGEST_PAUSE;
            }
            return failed(e, pause);
        } catch (IOException e) {
            return failed(e, pause);
        }
    }

    private Duration failed(IOException failure, Duration pause) {
        if (!tellFailing(true)) {
            log.accept("Status cannot be delivered now (" + Backoff.describe(failure) + "); it is kept and sent later");
        }
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    private synchronized boolean tellFailing(boolean now) {
        boolean before = failing;
        failing = now;
        notifyAll();
        return before;
    }

    private void deliverEvents() throws IOException, InterruptedException {
        if (!numbersFit) {
            accept(site.events(runId, List.of()), true);
            numbersFit = true;
        }
        for (List<RunEvent> batch = events.next(BATCH_BYTES); !batch.isEmpty(); batch = events.next(BATCH_BYTES)) {
            try {
                accept(site.events(runId, batch), false);
            } catch (SiteException e) {
                if (e.code().equals("event-gap")) {
                    numbersFit = false;
                }
                throw e;
            }
        }
    }

    private void accept(EventsAccepted answer, boolean fit) throws IOException {
        if (fit) {
            events.continueAfter(answer.lastNumber());
        } else {
            events.acknowledged(answer.lastNumber());
        }
        if (answer.cancelled()) {
            end();
        }
        synchronized (this) {
            notifyAll();
        }
    }

    private void deliverState() throws IOException, InterruptedException {
        SavedState state;
        synchronized (this) {
            state = newest;
        }
        if (state == null) {
            return;
        }
        try {
            site.saveState(runId, state);
        } catch (SiteException e) {
            if (!e.code().equals("state-number")) {
                throw e;
            }
            // The site has a newer one; it wins at the next start.
        }
        synchronized (this) {
            savedNumber = Math.max(savedNumber, state.saveNumber());
            if (newest != null && newest.saveNumber() <= savedNumber) {
                newest = null;
            }
            notifyAll();
        }
    }

    private void end() {
        // The machine's own report of the end closes the run too; what the site says afterwards is no cancellation.
        boolean ownEnd = events.isDelivered()
                && events.last()
                        .filter(event -> event.body() instanceof RunEvent.RunFinished)
                        .isPresent();
        boolean first;
        synchronized (this) {
            first = !over;
            over = true;
            newest = null;
            notifyAll();
        }
        if (first && !ownEnd) {
            cancelled.run();
        }
    }

    /** Ends the thread after what is waiting; call {@link #await} before to be sure. */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join(LAST_REQUEST);
        } finally {
            thread.interrupt();
        }
    }
}
