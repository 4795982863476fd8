package dev.slipway.content;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The few buffers that pass between the two threads of an ingest, each with the work that still needs it. */
final class IngestBuffers implements AutoCloseable {
    private static final int MAXIMUM_BUFFER_BYTES = 2 * Block.MAXIMUM_LENGTH;
    private static final int MINIMUM_BUFFER_BYTES = 64 << 10;
    private static final int BUFFERS = 3;

    private final IngestWriter writer;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("content-ingest-", 0).daemon().factory());
    private final byte[][] buffers;
    private final List<Future<?>> users = new ArrayList<>();
    private int next;

    IngestBuffers(IngestWriter writer, long totalBytes) {
        this.writer = writer;
        this.buffers = new byte[BUFFERS][(int) Math.clamp(totalBytes, MINIMUM_BUFFER_BYTES, MAXIMUM_BUFFER_BYTES)];
        for (int i = 0; i < BUFFERS; i++) {
            users.add(thread.submit(() -> {}));
        }
    }

    /** @return the buffer that was given out longest ago, once the writer is through with it */
    byte[] next() throws IOException, InterruptedException {
        next = (next + 1) % BUFFERS;
        await(users.get(next));
        return buffers[next];
    }

    /** Hands over the buffer that {@link #next} returned last. */
    void write(byte[] buffer, int length, Spans stored) {
        users.set(next, thread.submit(() -> {
            writer.write(buffer, length, stored);
            return null;
        }));
    }

    /** @return the file's SHA-256, once all of it has been written */
    String endFile() throws IOException, InterruptedException {
        for (Future<?> user : users) {
            await(user);
        }
        return await(thread.submit(writer::endFile));
    }

    private static <T> T await(Future<T> work) throws IOException, InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = thread.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
