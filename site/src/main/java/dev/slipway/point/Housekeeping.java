package dev.slipway.point;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what the site does not name any more, and collects dead blocks now and then on a thread of its own. */
final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration LONGEST_BETWEEN_COLLECTIONS = Duration.ofMinutes(5);

    private final Holding holding;
    private final Duration betweenCollections;
    /** By {@link System#nanoTime}, which nobody sets back. */
    private long lastCollectionNanos = System.nanoTime();

    private @Nullable Thread collection;

    Housekeeping(Holding holding, Duration grace) {
        this.holding = holding;
        this.betweenCollections =
                grace.compareTo(LONGEST_BETWEEN_COLLECTIONS) < 0 ? grace : LONGEST_BETWEEN_COLLECTIONS;
    }

    void obey(Set<ContentId> hold, Set<ContentId> spare) throws IOException, InterruptedException {
        Instant now = Instant.now();
        holding.keepOnly(hold, spare, now);
        if (System.nanoTime() - lastCollectionNanos > betweenCollections.toNanos()
                && (collection == null || !collection.isAlive())) {
            lastCollectionNanos = System.nanoTime();
            collection = Thread.ofPlatform().name("collection").start(this::collect);
        }
    }

    private void collect() {
        try {
            holding.collect(Instant.now());
        } catch (ContentException e) {
            LOG.warn("Dead blocks could not be collected; it is tried again in {}", betweenCollections, e);
        } catch (IOException e) {
            LOG.warn("Dead blocks could not be collected; it is tried again in {}", betweenCollections, e);
        } catch (InterruptedException e) {
            LOG.debug("A collection was interrupted; the next one does its work");
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (collection != null) {
            collection.interrupt();
            collection.join();
        }
    }
}
