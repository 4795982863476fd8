package dev.slipway.content;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Fetches runs of blocks from whichever source answers, checks each block, and goes on after a failure where it stopped. */
final class Fetcher {
    private static final System.Logger LOG = System.getLogger(Fetcher.class.getName());
    private static final int SKIP_BYTES = 64 << 10;

    private final List<PackSource> sources;
    private final RetryPolicy policy;
    private final AtomicLong fetchedBytes = new AtomicLong();
    /** The source that answered last; the others are asked when it fails. */
    private final AtomicInteger current = new AtomicInteger();

    Fetcher(List<PackSource> sources, RetryPolicy policy) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("At least one source of packs is needed");
        }
        this.sources = List.copyOf(sources);
        this.policy = policy;
    }

    /** Takes verified blocks, in order. */
    interface Sink {
        void accept(PlacedBlock block, byte[] bytes) throws InterruptedException;
    }

    long fetchedBytes() {
        return fetchedBytes.get();
    }

    /**
     * Fetches a run of a {@link FetchPlan}.
     *
     * @throws ContentException TRANSFER_FAILED when no source gave a block within the policy's time
     */
    void fetch(List<PlacedBlock> run, Sink sink) throws ContentException, InterruptedException {
        new Transfer(run, sink).run();
    }

    private static final class DamagedBlockException extends IOException {
        DamagedBlockException(PlacedBlock block) {
            super("what arrived as block " + block.block().id() + " is not that block");
        }
    }

    private final class Transfer {
        private final List<PlacedBlock> run;
        private final Sink sink;
        private final MessageDigest digest = Sha256.digest();
        private int next;
        private byte[] bytes = new byte[0];
        private int filled;
        private int failures;
        private int damages;
        private long lastBlock = System.nanoTime();

        Transfer(List<PlacedBlock> run, Sink sink) {
            this.run = run;
            this.sink = sink;
        }

        void run() throws ContentException, InterruptedException {
            while (next < run.size()) {
                int source = Math.floorMod(current.get(), sources.size());
                try {
                    receive(sources.get(source));
                } catch (IOException e) {
                    if (Thread.currentThread().isInterrupted() || e.getCause() instanceof InterruptedException) {
                        throw new InterruptedException("The transfer was interrupted");
                    }
                    current.compareAndSet(source, (source + 1) % sources.size());
                    failed(e);
                }
            }
        }

        private void receive(PackSource source) throws IOException, InterruptedException {
            PackId pack = run.get(next).extent().pack();
            long at = run.get(next).extent().offset() + filled;
            try (InputStream in = source.open(pack, at, run.getLast().endInPack() - at)) {
                while (next < run.size()) {
                    PlacedBlock block = run.get(next);
                    if (filled == 0) {
                        skip(in, block.extent().offset() - at);
                        bytes = new byte[block.block().length()];
                    }
                    while (filled < bytes.length) {
                        filled += read(in, bytes, filled, bytes.length - filled);
                    }
                    at = block.endInPack();
                    deliver(block);
                }
                drain(in);
            }
        }

        /** An HTTP connection serves the next request only when the end of this answer has been read. */
        private static void drain(InputStream in) {
            try {
                if (in.read() >= 0) {
                    LOG.log(System.Logger.Level.DEBUG, "A source gave more than it was asked for");
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "A connection broke after all of its content had arrived", e);
            }
        }

        private void skip(InputStream in, long count) throws IOException {
            byte[] waste = new byte[(int) Math.min(count, SKIP_BYTES)];
            for (long left = count; left > 0; ) {
                left -= read(in, waste, 0, (int) Math.min(left, waste.length));
            }
        }

        private int read(InputStream in, byte[] target, int from, int length) throws IOException {
            int count = in.read(target, from, length);
            if (count < 0) {
                throw new EOFException("the transfer ended early");
            }
            fetchedBytes.addAndGet(count);
            return count;
        }

        private void deliver(PlacedBlock block) throws IOException, InterruptedException {
            filled = 0;
            if (!BlockId.of(digest.digest(bytes)).equals(block.block().id())) {
                damages++;
                throw new DamagedBlockException(block);
            }
            sink.accept(block, bytes);
            next++;
            failures = 0;
            damages = 0;
            lastBlock = System.nanoTime();
        }

        private void failed(IOException cause) throws ContentException, InterruptedException {
            failures++;
            Duration waited = Duration.ofNanos(System.nanoTime() - lastBlock);
            boolean damagedEverywhere = damages >= 2 * sources.size();
            boolean tooLong = failures >= 2 * sources.size() && waited.compareTo(policy.giveUpAfter()) >= 0;
            if (damagedEverywhere || tooLong) {
                throw gaveUp(cause, waited);
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A transfer of content was interrupted ({0}); it goes on at byte {1} of pack {2}",
                    cause,
                    run.get(next).extent().offset() + filled,
                    run.get(next).extent().pack());
            if (failures % sources.size() == 0) {
                long milliseconds = policy.delay(failures / sources.size() - 1).toMillis();
                // Many machines that lost the same server shall not come back in the same moment.
                Thread.sleep(milliseconds / 2 + ThreadLocalRandom.current().nextLong(milliseconds / 2 + 1));
            }
        }

        private ContentException gaveUp(IOException cause, Duration waited) {
            PlacedBlock block = run.get(next);
            String what =
                    "Block " + block.block().id() + " in pack " + block.extent().pack();
            if (damages > 0) {
                return new ContentException(
                        ContentError.TRANSFER_FAILED,
                        what + " arrived damaged from each of " + sources.size()
                                + " source(s). Validate the content on the server, then start again.",
                        cause);
            }
            return new ContentException(
                    ContentError.TRANSFER_FAILED,
                    what + " could not be fetched from any of " + sources.size() + " source(s) within "
                            + waited.toSeconds() + " s: " + cause
                            + ". Check the network and that the server runs, then start again.",
                    cause);
        }
    }
}
