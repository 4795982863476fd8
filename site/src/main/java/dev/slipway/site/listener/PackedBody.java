package dev.slipway.site.listener;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Compresses an answer for those who say that they can read it (RFC 9110, 8.4); for documents that compress well. */
public final class PackedBody {
    private PackedBody() {}

    /** @return the bytes to be sent; the response's headers tell of what has been done to them */
    public static byte[] of(HttpServletRequest request, HttpServletResponse response, byte[] bytes) throws IOException {
        response.setHeader("Vary", "Accept-Encoding");
        String accepted = request.getHeader("Accept-Encoding");
        if (accepted == null
                || Arrays.stream(accepted.split(","))
                        .noneMatch(coding -> coding.strip().equals("gzip"))) {
            return bytes;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        response.setHeader("Content-Encoding", "gzip");
        return packed.toByteArray();
    }
}
