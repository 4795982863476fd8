package dev.slipway.site.listener;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.catalina.Globals;

/**
 * Sends a file that never changes under its name: whole, or one range of it (RFC 9110, 14). Tomcat hands the file to the kernel (sendfile) where it can.
 *
 * @param tag the file's hash, from which the entity tag is made
 */
public record ImmutableFile(Path file, String tag, String contentType) {
    private static final int BUFFER_BYTES = 64 << 10;
    /** Used again by the next transfer: those of long transfers would each grow old in the heap and stay there as garbage. */
    private static final Queue<byte[]> FREE_BUFFERS = new ArrayBlockingQueue<>(64);

    /** Below this many bytes a copy is cheaper. */
    private static final long SENDFILE_BYTES = 48 << 10;

    public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        new ImmutableBytes(Files.size(file), tag, contentType, this::body).send(request, response);
    }

    private void body(HttpServletRequest request, HttpServletResponse response, long from, long to) throws IOException {
        if (to - from >= SENDFILE_BYTES && Boolean.TRUE.equals(request.getAttribute(Globals.SENDFILE_SUPPORTED_ATTR))) {
            request.setAttribute(
                    Globals.SENDFILE_FILENAME_ATTR, file.toAbsolutePath().toString());
            request.setAttribute(Globals.SENDFILE_FILE_START_ATTR, from);
            request.setAttribute(Globals.SENDFILE_FILE_END_ATTR, to);
            return;
        }
        byte[] free = FREE_BUFFERS.poll();
        byte[] buffer = free == null ? new byte[BUFFER_BYTES] : free;
        copy(response.getOutputStream(), ByteBuffer.wrap(buffer), from, to);
        // A full queue leaves it to the collector, as does a broken transfer.
        FREE_BUFFERS.offer(buffer);
    }

    private void copy(OutputStream out, ByteBuffer buffer, long from, long to) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long at = from; at < to; ) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, to - at));
                int count = channel.read(buffer, at);
                if (count < 0) {
                    throw new IOException(file + " became shorter while it was sent");
                }
                out.write(buffer.array(), 0, count);
                at += count;
            }
        }
    }
}
