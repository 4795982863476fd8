package dev.slipway.site.listener;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends bytes that never change under their name: whole, or one range of them (RFC 9110, 14).
 *
 * @param tag of these bytes, from which the entity tag is made
 */
public record ImmutableBytes(long size, String tag, String contentType, Sender sender) {

    /** Writes a part of the bytes as the body; the headers stand. */
    public interface Sender {
        /** @param from inclusive @param to exclusive */
        void send(HttpServletRequest request, HttpServletResponse response, long from, long to) throws IOException;
    }

    public void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
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

    private void body(HttpServletRequest request, HttpServletResponse response, long from, long to) throws IOException {
        response.setContentLengthLong(to - from);
        if (!"HEAD".equals(request.getMethod())) {
            sender.send(request, response, from, to);
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
}
