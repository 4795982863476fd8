package dev.slipway.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** A place behind a web server: a distribution point, the site, or a mirror of a store's folder. */
public final class WebFolder implements ContentSource {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** A read that brings nothing for so long is given up. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final int MAXIMUM_EXTENTS_BYTES = 256 << 20;
    private static final ScheduledExecutorService WATCH = watch();

    private final String name;
    private final String url;
    private final HttpClient client;
    private final Ticket ticket;

    /** Opens the place. */
    public interface Ticket {
        /** No ticket is needed. */
        Ticket NONE = () -> "";

        /** @return what is appended to addresses behind a question mark; empty for nothing */
        String query() throws IOException, InterruptedException;

        /** The place did not accept the ticket; the request is sent once more with what {@link #query} returns then. */
        default void refused() {}
    }

    /**
     * @param url without a slash at its end; {@code packs/} and {@code extents/} lie below it
     * @param client its connect time limit is how long a dead place is waited for
     */
    public WebFolder(String name, String url, HttpClient client, Ticket ticket) {
        this.name = name;
        this.url = url;
        this.client = client;
        this.ticket = ticket;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Extents extents(ContentId content) throws IOException {
        HttpResponse<InputStream> response = get("/extents/" + content + ".extents", "");
        try (InputStream body = new Watched(response.body())) {
            if (response.statusCode() == 404 || response.statusCode() == 410) {
                throw new ContentException(
                        ContentError.CONTENT_UNKNOWN, name + " does not hold content " + content + ".");
            }
            expect(200, response);
            boolean packed =
                    response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
            try (InputStream plain = packed ? new GZIPInputStream(body) : body) {
                return Extents.decode(plain.readNBytes(MAXIMUM_EXTENTS_BYTES));
            }
        }
    }

    @Override
    public InputStream open(PackId pack, long offset, long length) throws IOException {
        HttpResponse<InputStream> response =
                get("/packs/" + pack + ".pack", "bytes=" + offset + "-" + (offset + length - 1));
        try {
            if (response.statusCode() == 404 || response.statusCode() == 410) {
                throw new ContentException(ContentError.PACK_UNKNOWN, name + " does not have pack " + pack + ".");
            }
            expect(206, response);
            return new Watched(response.body());
        } catch (IOException e) {
            response.body().close();
            throw e;
        }
    }

    private void expect(int status, HttpResponse<?> response) throws IOException {
        if (response.statusCode() != status) {
            throw new IOException(name + " answered " + response.statusCode() + " for "
                    + response.request().uri().getPath());
        }
    }

    private HttpResponse<InputStream> get(String path, String range) throws IOException {
        try {
            HttpResponse<InputStream> response = send(path, range);
            if (response.statusCode() == 401 || response.statusCode() == 403) {
                response.body().close();
                ticket.refused();
                response = send(path, range);
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Fetching from " + name + " was interrupted");
        }
    }

    private HttpResponse<InputStream> send(String path, String range) throws IOException, InterruptedException {
        String query = ticket.query();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(url + path + (query.isEmpty() ? "" : "?" + query)))
                .timeout(ANSWER);
        if (range.isEmpty()) {
            // Extents are long and much alike; packs are not.
            request.header("Accept-Encoding", "gzip");
        } else {
            request.header("Range", range);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static ScheduledExecutorService watch() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("content-watch").factory());
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** Closes the stream when a read waits too long, since the HTTP client has no limit for the body. */
    private static final class Watched extends FilterInputStream {
        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            ScheduledFuture<?> limit = WATCH.schedule(this::giveUp, SILENCE.toSeconds(), TimeUnit.SECONDS);
            try {
                return in.read(bytes, offset, length);
            } finally {
                limit.cancel(false);
            }
        }

        private void giveUp() {
            try {
                in.close();
            } catch (IOException e) {
                // The read that waits gets the same failure.
            }
        }
    }

    @Override
    public String toString() {
        return name + " (" + url + ")";
    }
}
