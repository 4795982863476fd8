package dev.slipway.wim;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Something of a known size that can be read at any offset: a file, a file of a content version, a file across the network. */
public interface ReadAt extends Closeable {
    /** @return the size in bytes */
    long size() throws IOException;

    /**
     * Fills the destination's remaining bytes from a position.
     *
     * @param position offset in bytes from the start, not negative
     * @throws EOFException when the source ends before the destination is full
     */
    void readFully(long position, ByteBuffer destination) throws IOException;

    /** @return a reader of the file, to be closed by the caller; an interrupt of a reading thread closes it */
    static ReadAt of(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new ReadAt() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public void readFully(long position, ByteBuffer destination) throws IOException {
                long at = position;
                while (destination.hasRemaining()) {
                    int read = channel.read(destination, at);
                    if (read < 0) {
                        throw new EOFException(file + " ends at " + at + ", " + destination.remaining()
                                + " bytes before the end of what was to be read");
                    }
                    at += read;
                }
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
