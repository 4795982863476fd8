package dev.slipway.wim;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A local file. An interrupted thread closes a {@link FileChannel} for everybody; the file is then opened anew, so that
 * cancelling one reader leaves the others alone.
 */
final class LocalFile implements ReadAt {
    /** The Java runtime copies through memory of its own, as much as one read asks for, and keeps it for the thread. */
    private static final int READ_BYTES = 1 << 20;

    private final Path path;
    private final long size;
    private volatile FileChannel channel;
    private volatile boolean closed;

    LocalFile(Path path) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            this.size = channel.size();
        } catch (ClosedByInterruptException e) {
            throw interrupted(e);
        }
    }

    private InterruptedIOException interrupted(ClosedByInterruptException cause) {
        InterruptedIOException interrupted = new InterruptedIOException("Reading " + path + " was interrupted");
        interrupted.initCause(cause);
        return interrupted;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void readFully(long position, ByteBuffer destination) throws IOException {
        long at = position;
        while (destination.hasRemaining()) {
            FileChannel current = channel;
            int count;
            try {
                count = read(current, destination, at);
            } catch (ClosedByInterruptException e) {
                reopen(current);
                throw interrupted(e);
            } catch (ClosedChannelException e) {
                if (closed) {
                    throw e;
                }
                reopen(current);
                continue;
            }
            if (count < 0) {
                throw new EOFException(path + " ends at byte " + at + "; " + destination.remaining()
                        + " more bytes were expected there");
            }
            at += count;
        }
    }

    private static int read(FileChannel channel, ByteBuffer destination, long at) throws IOException {
        int limit = destination.limit();
        destination.limit(destination.position() + Math.min(destination.remaining(), READ_BYTES));
        try {
            return channel.read(destination, at);
        } finally {
            destination.limit(limit);
        }
    }

    private synchronized void reopen(FileChannel broken) throws IOException {
        if (channel == broken && !closed) {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
