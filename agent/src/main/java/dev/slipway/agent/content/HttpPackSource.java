package dev.slipway.agent.content;

import dev.slipway.agent.machine.SiteClock;
import dev.slipway.agent.site.SiteConnection;
import dev.slipway.content.PackId;
import dev.slipway.content.PackSource;
import dev.slipway.protocol.ContentTicket;
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
import org.jspecify.annotations.Nullable;

/** Ranges of packs over plain HTTP, opened by a ticket that is renewed before it ends. What comes is checked by who reads it. */
final class HttpPackSource implements PackSource {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** A read that brings nothing for so long is given up; the caller resumes behind what it has. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private static final Duration RENEW_BEFORE = Duration.ofMinutes(1);
    private static final int PARTIAL_CONTENT = 206;

    private static final ScheduledExecutorService WATCH = watch();

    private final SiteConnection site;
    private final SiteClock clock;
    private final String runId;
    private final String contentId;
    private final int place;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private @Nullable ContentTicket ticket;

    /** @param place which of the ticket's places to use, from 0 */
    HttpPackSource(SiteConnection site, SiteClock clock, String runId, String contentId, int place) {
        this.site = site;
        this.clock = clock;
        this.runId = runId;
        this.contentId = contentId;
        this.place = place;
    }

    @Override
    public InputStream open(PackId pack, long offset, long length) throws IOException {
        try {
            HttpResponse<InputStream> response = request(pack, offset, length, ticket());
            if (response.statusCode() == 401 || response.statusCode() == 403) {
                response.body().close();
                forgetTicket();
                response = request(pack, offset, length, ticket());
            }
            if (response.statusCode() != PARTIAL_CONTENT) {
                response.body().close();
                throw new IOException(
                        "The content listener answered " + response.statusCode() + " for pack " + pack.hex());
            }
            return new Watched(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Fetching pack " + pack.hex() + " was interrupted");
        }
    }

    private HttpResponse<InputStream> request(PackId pack, long offset, long length, ContentTicket open)
            throws IOException, InterruptedException {
        if (place >= open.places().size()) {
            throw new IOException("The site names no place number " + (place + 1) + " for this content");
        }
        String base = open.places().get(place).url();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(base + "/packs/" + pack.hex() + ".pack?" + open.query()))
                .timeout(ANSWER)
                .header("Range", "bytes=" + offset + "-" + (offset + length - 1))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private synchronized ContentTicket ticket() throws IOException, InterruptedException {
        ContentTicket current = ticket;
        if (current == null || clock.now().plus(RENEW_BEFORE).isAfter(current.expiresAt())) {
            current = site.ticket(runId, contentId);
            ticket = current;
        }
        return current;
    }

    private synchronized void forgetTicket() {
        ticket = null;
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
}
