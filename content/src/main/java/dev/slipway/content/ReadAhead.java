package dev.slipway.content;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches planned blocks ahead of a reader, on a thread of its own, and holds as many as fit a window. What the reader has passed is
 * let go.
 */
final class ReadAhead implements AutoCloseable {
    private final Fetcher fetcher;
    private final List<WantedBlock> wanted;
    private final long windowBytes;
    /** Where in the plan a block of the manifest stands. */
    private final Map<Integer, Integer> placeByNumber = new HashMap<>();

    private final Map<Integer, byte[]> window = new HashMap<>();
    private long heldBytes;
    private int readerPlace;
    private int arrivedPlace;
    private @Nullable ContentException failure;
    private boolean closed;
    private final Thread thread;

    ReadAhead(Fetcher fetcher, List<WantedBlock> wanted, long windowBytes) {
        this.fetcher = fetcher;
        this.wanted = wanted;
        this.windowBytes = windowBytes;
        wanted.forEach(block -> placeByNumber.put(block.number(), placeByNumber.size()));
        thread = Thread.ofPlatform().name("content-read-ahead").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (Transfer transfer = fetcher.transfer(wanted, FetchPlan.Order.AS_WANTED)) {
            for (Optional<Transfer.Arrived> next = transfer.next(); next.isPresent(); next = transfer.next()) {
                arrived(next.get().number(), next.get().bytes());
            }
        } catch (ContentException e) {
            fail(e);
        } catch (InterruptedException e) {
            fail(new ContentException(ContentError.TRANSFER_FAILED, "The transfer was ended.", e));
        } catch (RuntimeException | Error e) {
            fail(new ContentException(ContentError.TRANSFER_FAILED, "The transfer failed: " + e, e));
        }
    }

    private synchronized void fail(ContentException reason) {
        failure = reason;
        notifyAll();
    }

    private synchronized void arrived(int number, byte[] bytes) throws InterruptedException {
        int place = placeByNumber.getOrDefault(number, -1);
        // An empty window takes any block, so that a block larger than it cannot stop everything.
        while (!closed && place >= readerPlace && heldBytes > 0 && heldBytes + bytes.length > windowBytes) {
            wait();
        }
        if (closed) {
            throw new InterruptedException("closed");
        }
        arrivedPlace = place + 1;
        if (place >= readerPlace) {
            window.put(place, bytes);
            heldBytes += bytes.length;
        }
        notifyAll();
    }

    /**
     * Waits for a planned block, and lets go of what stands before it in the plan.
     *
     * @return nothing when the block is not planned, or the reader is past it
     * @throws ContentException TRANSFER_FAILED
     */
    synchronized Optional<byte[]> take(int number) throws ContentException, InterruptedException {
        Integer place = placeByNumber.get(number);
        if (place == null || place < readerPlace) {
            return Optional.empty();
        }
        for (; readerPlace < place; readerPlace++) {
            byte[] passed = window.remove(readerPlace);
            heldBytes -= passed == null ? 0 : passed.length;
        }
        notifyAll();
        while (arrivedPlace <= place && place >= readerPlace && !closed) {
            if (failure != null) {
                throw new ContentException(failure.error(), String.valueOf(failure.getMessage()), failure);
            }
            wait();
        }
        return Optional.ofNullable(window.get(place));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            window.clear();
            heldBytes = 0;
            notifyAll();
        }
        thread.interrupt();
    }
}
