package dev.slipway.content;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Fetches blocks from whichever source answers, checks each, and goes on after a failure where it stopped. When another source takes
 * over, what is left is planned anew with that source's extents (decision 010).
 */
final class Transfer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Transfer.class.getName());
    private static final int SKIP_BYTES = 64 << 10;
    private static final int NONE = -1;

    private final Fetcher fetcher;
    private final FetchPlan.Order order;
    private final Map<Integer, WantedBlock> left = new LinkedHashMap<>();
    private final Deque<List<PlacedBlock>> runs = new ArrayDeque<>();
    private final MessageDigest digest = Sha256.digest();

    private Fetcher.@Nullable Place place;
    private @Nullable Run run;
    /** The block of which a part has arrived; its bytes are the same wherever the rest comes from. */
    private int begun = NONE;

    private byte[] bytes = new byte[0];
    private int filled;
    private int failures;
    private int damages;
    private long lastBlock = System.nanoTime();

    Transfer(Fetcher fetcher, Collection<WantedBlock> wanted, FetchPlan.Order order) {
        this.fetcher = fetcher;
        this.order = order;
        wanted.forEach(block -> left.put(block.number(), block));
    }

    /** A block whose hash has been checked. */
    record Arrived(int number, Block block, byte[] bytes) {}

    private static final class DamagedBlockException extends IOException {
        DamagedBlockException(Block block, String source) {
            super("what arrived as block " + block.id() + " from " + source + " is not that block");
        }
    }

    /** One answer of a source. */
    private static final class Run {
        private final Deque<PlacedBlock> blocks;
        private final InputStream in;
        /** Where in the pack the stream stands. */
        private long at;

        Run(List<PlacedBlock> blocks, InputStream in, long at) {
            this.blocks = new ArrayDeque<>(blocks);
            this.in = in;
            this.at = at;
        }
    }

    /**
     * Waits for the next block.
     *
     * @return nothing when all have arrived
     * @throws ContentException TRANSFER_FAILED when no source gave a block within the policy's time
     */
    Optional<Arrived> next() throws ContentException, InterruptedException {
        while (!left.isEmpty()) {
            try {
                return Optional.of(receive(connected()));
            } catch (IOException e) {
                disconnect();
                if (Thread.interrupted() || e.getCause() instanceof InterruptedException) {
                    throw new InterruptedException("The transfer was interrupted");
                }
                failed(e);
            }
        }
        return Optional.empty();
    }

    private Run connected() throws IOException {
        Run open = run;
        if (open == null) {
            open = connect();
            run = open;
        }
        return open;
    }

    private Run connect() throws IOException {
        Fetcher.Place before = place;
        place = null;
        Fetcher.Place now = fetcher.current();
        place = now;
        if (now != before || runs.isEmpty()) {
            runs.clear();
            runs.addAll(FetchPlan.of(left.values(), now.extents(), order).runs());
        }
        List<PlacedBlock> blocks = runs.element();
        PlacedBlock first = blocks.getFirst();
        if (first.number() != begun) {
            begun = NONE;
            filled = 0;
        }
        long at = first.extent().offset() + filled;
        InputStream in =
                now.source().open(first.extent().pack(), at, blocks.getLast().endInPack() - at);
        runs.remove();
        return new Run(blocks, in, at);
    }

    private Arrived receive(Run open) throws IOException, InterruptedException {
        PlacedBlock block = open.blocks.element();
        if (begun != block.number()) {
            skip(open.in, block.extent().offset() - open.at);
            begun = block.number();
            bytes = new byte[block.block().length()];
            filled = 0;
        }
        while (filled < bytes.length) {
            filled += read(open.in, bytes, filled, bytes.length - filled);
        }
        begun = NONE;
        checkHash(block.block());
        left.remove(block.number());
        failures = 0;
        damages = 0;
        lastBlock = System.nanoTime();
        open.at = block.endInPack();
        open.blocks.remove();
        if (open.blocks.isEmpty()) {
            drain(open.in);
            disconnect();
        }
        return new Arrived(block.number(), block.block(), bytes);
    }

    private void checkHash(Block block) throws IOException {
        Fetcher.Place from = place;
        if (!BlockId.of(digest.digest(bytes)).equals(block.id())) {
            damages++;
            throw new DamagedBlockException(
                    block, from == null ? "a source" : from.source().name());
        }
        if (from != null) {
            from.gaveBlock();
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

    private void skip(InputStream in, long count) throws IOException, InterruptedException {
        byte[] waste = new byte[(int) Math.min(count, SKIP_BYTES)];
        for (long rest = count; rest > 0; ) {
            rest -= read(in, waste, 0, (int) Math.min(rest, waste.length));
        }
    }

    private int read(InputStream in, byte[] target, int from, int length) throws IOException, InterruptedException {
        Pace pace = fetcher.pace();
        long start = System.nanoTime();
        int count = in.read(target, from, Math.min(length, Math.max(1, pace.chunkBytes())));
        if (count < 0) {
            throw new EOFException("the transfer ended early");
        }
        Fetcher.Place giver = place;
        if (giver != null) {
            giver.received(count);
        }
        pace.received(count, Duration.ofNanos(System.nanoTime() - start));
        return count;
    }

    private void failed(IOException cause) throws ContentException, InterruptedException {
        Fetcher.Place failing = place;
        boolean moved = cause instanceof ContentException known && known.error() == ContentError.PACK_UNKNOWN;
        runs.clear();
        if (moved && failing != null && failing.forgetExtents()) {
            return;
        }
        place = null;
        fetcher.failed(failing);
        failures++;
        int sources = fetcher.sourceCount();
        Duration waited = Duration.ofNanos(System.nanoTime() - lastBlock);
        boolean damagedEverywhere = damages >= 2 * sources;
        boolean tooLong =
                failures >= 2 * sources && waited.compareTo(fetcher.policy().giveUpAfter()) >= 0;
        if (damagedEverywhere || tooLong) {
            throw gaveUp(cause, waited, sources);
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "A transfer of content was interrupted ({0}); it goes on with {1} blocks left",
                cause,
                left.size());
        if (failures % sources == 0) {
            long milliseconds = fetcher.policy().delay(failures / sources - 1).toMillis();
            // Many machines that lost the same server shall not come back in the same moment.
            Thread.sleep(milliseconds / 2 + ThreadLocalRandom.current().nextLong(milliseconds / 2 + 1));
        }
    }

    private ContentException gaveUp(IOException cause, Duration waited, int sources) {
        if (damages > 0) {
            return new ContentException(
                    ContentError.TRANSFER_FAILED,
                    "A block arrived damaged from each of " + sources + " source(s): " + cause.getMessage()
                            + ". Validate the content on the server, then start again.",
                    cause);
        }
        return new ContentException(
                ContentError.TRANSFER_FAILED,
                left.size() + " blocks of content " + fetcher.content() + " could not be fetched from any of " + sources
                        + " source(s) within "
                        + waited.toSeconds() + " s: " + cause
                        + ". Check the network and that the server runs, then start again.",
                cause);
    }

    private void disconnect() {
        Run open = run;
        run = null;
        if (open != null) {
            try {
                open.in.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "A connection could not be closed", e);
            }
        }
    }

    @Override
    public void close() {
        disconnect();
    }
}
