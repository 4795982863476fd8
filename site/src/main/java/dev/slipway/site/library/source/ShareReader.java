package dev.slipway.site.library.source;

import com.hierynomus.smbj.common.SMBRuntimeException;
import com.hierynomus.smbj.share.DiskShare;
import com.hierynomus.smbj.share.File;
import dev.slipway.content.FileSource;
import dev.slipway.wim.ReadAt;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file on a share. Pieces of 1 MiB are asked for ahead, {@value #AHEAD} at once: one request at a time would wait for the network after each.
 * After a lost connection the file is opened anew where it was, if it still is the same.
 */
final class ShareReader implements ReadAt {
    private static final Logger LOG = LoggerFactory.getLogger(ShareReader.class);
    private static final int PIECE = ShareConnection.READ_BYTES;
    private static final int AHEAD = 6;
    private static final int KEPT = 2 * AHEAD;
    private final FileSource source;
    private final UncPath place;
    private final ShareConnection connection;
    private final FileSource.Stamp stamp;
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    /** By their number from the file's start; asked for or here. */
    private final Map<Long, Future<byte[]>> pieces = new TreeMap<>();

    private @Nullable DiskShare share;
    private @Nullable File file;
    private long lastPiece = -1;

    ShareReader(FileSource source, UncPath place, ShareConnection connection) throws IOException {
        this.source = source;
        this.place = place;
        this.connection = connection;
        this.stamp = source.stamp();
    }

    @Override
    public long size() {
        return stamp.sizeBytes();
    }

    @Override
    public void readFully(long position, ByteBuffer destination) throws IOException {
        if (position < 0 || position + destination.remaining() > size()) {
            throw new EOFException(place + " has " + size() + " bytes; " + destination.remaining() + " from byte "
                    + position + " were expected");
        }
        long at = position;
        while (destination.hasRemaining()) {
            byte[] piece = piece(at / PIECE);
            int from = (int) (at % PIECE);
            int count = Math.min(piece.length - from, destination.remaining());
            if (count <= 0) {
                throw new EOFException(place + " became shorter while it was read");
            }
            destination.put(piece, from, count);
            at += count;
        }
    }

    private byte[] piece(long number) throws IOException {
        Future<byte[]> wanted;
        synchronized (pieces) {
            wanted = ask(number);
            // Somebody who reads upwards gets what follows before asking for it.
            if (number == lastPiece || number == lastPiece + 1) {
                for (long next = number + 1; next <= number + AHEAD && next * PIECE < size(); next++) {
                    var unused = ask(next);
                }
            }
            lastPiece = number;
            forget(number);
        }
        try {
            return wanted.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Reading " + place + " was interrupted");
        } catch (ExecutionException e) {
            synchronized (pieces) {
                pieces.remove(number, wanted);
            }
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        }
    }

    private Future<byte[]> ask(long number) {
        return pieces.computeIfAbsent(number, wanted -> readers.submit(() -> read(wanted * PIECE)));
    }

    /** Keeps a few pieces around the one that was wanted last. */
    private void forget(long number) {
        if (pieces.size() > KEPT) {
            pieces.entrySet()
                    .removeIf(piece -> piece.getValue().isDone()
                            && (piece.getKey() < number - 1 || piece.getKey() > number + AHEAD));
        }
    }

    private byte[] read(long position) throws IOException {
        int wanted = (int) Math.min(PIECE, size() - position);
        byte[] bytes = new byte[wanted];
        int done = 0;
        while (done < wanted) {
            int from = done;
            int count = connection.call(
                    place, current -> opened(current).read(bytes, position + from, from, wanted - from));
            if (count <= 0) {
                throw new EOFException(place + " became shorter while it was read");
            }
            done += count;
        }
        return bytes;
    }

    private synchronized File opened(DiskShare current) throws IOException {
        File now = file;
        if (now != null && share == current) {
            return now;
        }
        File opened = ShareSource.open(current, place);
        if (share != null && !stamp.equals(source.stamp())) {
            throw new SourceException(
                    "content-source-changed",
                    place + " is another file since the connection was lost. Nothing was added; try again.");
        }
        share = current;
        file = opened;
        return opened;
    }

    @Override
    public synchronized void close() {
        readers.shutdownNow();
        File now = file;
        if (now != null) {
            try {
                now.closeNoWait();
            } catch (SMBRuntimeException e) {
                LOG.debug("{} was closed by a lost connection already", place, e);
            }
        }
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
