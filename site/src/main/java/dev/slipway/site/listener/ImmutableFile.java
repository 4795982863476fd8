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
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.catalina.Globals;
import org.jspecify.annotations.Nullable;

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
        long size = Files.size(file);
        String entityTag = "\"" + tag + "\"";
        response.setHeader("ETag", entityTag);
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        if (matches(request.getHeader("If-None-Match"), entityTag)) {
            response.setStatus(304);
            return;
        }
        response.setContentType(contentType);
        Range range = wanted(request, entityTag, size);
        switch (range) {
            case Range.Whole ignored -> body(request, response, 0, size);
            case Range.Part part -> {
                response.setStatus(206);
                response.setHeader("Content-Range", "bytes " + part.from() + "-" + (part.to() - 1) + "/" + size);
                body(request, response, part.from(), part.to());
            }
            case Range.Unsatisfiable ignored -> {
                response.setHeader("Content-Range", "bytes */" + size);
                response.sendError(416);
            }
        }
    }

    private sealed interface Range {
        record Whole() implements Range {}

        /** From inclusive, to exclusive. */
        record Part(long from, long to) implements Range {}

        record Unsatisfiable() implements Range {}
    }

    private static Range wanted(HttpServletRequest request, String entityTag, long size) {
        String header = request.getHeader("Range");
        String condition = request.getHeader("If-Range");
        // Several ranges at once are legal to ignore; nobody of ours asks for them.
        if (header == null
                || !"GET".equals(request.getMethod())
                || condition != null && !condition.equals(entityTag)
                || !header.startsWith("bytes=")
                || header.indexOf(',') >= 0) {
            return new Range.Whole();
        }
        String spec = header.substring("bytes=".length()).strip();
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return new Range.Whole();
        }
        Optional<Long> first = number(spec.substring(0, dash));
        Optional<Long> last = number(spec.substring(dash + 1));
        if (first.isEmpty()) {
            boolean suffix = dash == 0 && last.isPresent();
            return suffix ? part(Math.max(0, size - last.get()), size, size) : new Range.Whole();
        }
        if (last.isEmpty()) {
            return dash == spec.length() - 1 ? part(first.get(), size, size) : new Range.Whole();
        }
        return last.get() < first.get() ? new Range.Whole() : part(first.get(), last.get() + 1, size);
    }

    private static Range part(long from, long to, long size) {
        return from >= size ? new Range.Unsatisfiable() : new Range.Part(from, Math.min(to, size));
    }

    private static Optional<Long> number(String digits) {
        return digits.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(digits)) : Optional.empty();
    }

    private static boolean matches(@Nullable String header, String entityTag) {
        return header != null && (header.equals("*") || header.contains(entityTag));
    }

    private void body(HttpServletRequest request, HttpServletResponse response, long from, long to) throws IOException {
        response.setContentLengthLong(to - from);
        if ("HEAD".equals(request.getMethod())) {
            return;
        }
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
