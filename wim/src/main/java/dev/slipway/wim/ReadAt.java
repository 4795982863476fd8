package dev.slipway.wim;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A run of bytes that can be read at any offset: a file, a file inside the content store, a file across the network.
 * Implementations are safe for use by many threads at once.
 */
public interface ReadAt extends Closeable {

    /** The size in bytes; it does not change while the source is open. */
    long size() throws IOException;

    /**
     * Fills the rest of {@code destination} with the bytes that begin at {@code position}.
     *
     * @param position offset in bytes from the start, 0 or more
     * @throws java.io.EOFException if the source ends before the buffer is full
     * @throws java.io.InterruptedIOException if the thread was interrupted; the source stays usable for other threads
     */
    void readFully(long position, ByteBuffer destination) throws IOException;

    /** Opens a file of the local file system. */
    static ReadAt of(Path file) throws IOException {
        return new LocalFile(file);
    }
}
