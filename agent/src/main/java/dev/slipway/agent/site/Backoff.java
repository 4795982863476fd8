package dev.slipway.agent.site;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Repeats what failed because the site or the network was away: after 1, 2, 4 … at most 30 seconds. */
public final class Backoff {
    /** Patience without end. */
    public static final Duration FOREVER = Duration.ofDays(3650);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Duration patience;
    private final Consumer<String> log;

    /** @param patience how long to go on; after it the last failure is thrown */
    public Backoff(Duration patience, Consumer<String> log) {
        this.patience = patience;
        this.log = log;
    }

    /** A request to the site. */
    public interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    /** @throws SiteException at once when the site refuses for a lasting reason */
    public <T> T run(Attempt<T> attempt) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Duration wait = FIRST;
        String told = "";
        while (true) {
            try {
                return attempt.run();
            } catch (SiteException e) {
                if (!e.isPassing()) {
                    throw e;
                }
                told = pause(e, start, wait, told);
            } catch (IOException e) {
                told = pause(e, start, wait, told);
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : wait.multipliedBy(2);
        }
    }

    private String pause(IOException failure, long start, Duration wait, String told)
            throws IOException, InterruptedException {
        if (System.nanoTime() - start + wait.toNanos() > patience.toNanos()) {
            throw failure;
        }
        String message = "The site does not answer (" + describe(failure) + "); trying again";
        if (!message.equals(told)) {
            log.accept(message);
        }
        Thread.sleep(wait);
        return message;
    }

    /** The innermost message, since the HTTP client wraps what went wrong. */
    public static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
