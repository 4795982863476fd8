package dev.slipway.point;

import dev.slipway.content.ContentId;
import dev.slipway.content.Manifest;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.PinnedTrust;
import dev.slipway.protocol.PointJoin;
import dev.slipway.protocol.PointJoined;
import dev.slipway.protocol.PointOrders;
import dev.slipway.protocol.PointReport;
import dev.slipway.protocol.Problem;
import dev.slipway.protocol.RequestSignature;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** The point protocol, {@code /point/v1}: each method is one signed request over TLS with the site's certificate pinned. */
final class SiteLink {
    static final String POINT_HEADER = "Slipway-Point";

    private static final Logger LOG = LoggerFactory.getLogger(SiteLink.class);
    private static final String BASE = "/point/v1";
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration MANIFEST = Duration.ofMinutes(2);
    /** Below this a clock's difference is the time that the answer took. */
    private static final Duration NOTEWORTHY = Duration.ofSeconds(5);

    private final URI site;
    private final PointKey key;
    private final InstantSource clock;
    private final HttpClient client;
    private volatile Duration ahead = Duration.ZERO;
    /** The site takes no proof twice, and the same request in the same millisecond has the same proof. */
    private final AtomicLong lastProof = new AtomicLong();

    /** @param site {@code https://host:port} */
    SiteLink(String site, String pin, PointKey key, InstantSource clock) {
        this.site = URI.create(site);
        this.key = key;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .sslContext(PinnedTrust.context(pin))
                .build();
    }

    /** The time as the site has it: tickets end by its clock. */
    Instant now() {
        return clock.instant().plus(ahead);
    }

    PointJoined join(PointJoin join) throws IOException, InterruptedException {
        byte[] body = Json.encode(join);
        try {
            return decode(send("POST", "/join", body, "", ANSWER), PointJoined.class);
        } catch (SiteRefusal e) {
            if (!e.code().equals("proof-invalid")) {
                throw e;
            }
            // This server's clock is wrong, as a new one's often is; by now the site's time is known from its answer.
            return decode(send("POST", "/join", body, "", ANSWER), PointJoined.class);
        }
    }

    PointOrders report(String pointId, PointReport report) throws IOException, InterruptedException {
        return decode(send("POST", "/report", Json.encode(report), pointId, ANSWER), PointOrders.class);
    }

    /** @return the manifest, which has the hash that was asked for */
    Manifest manifest(String pointId, ContentId content) throws IOException {
        try {
            byte[] bytes = send("GET", "/content/" + content.hex() + "/manifest", new byte[0], pointId, MANIFEST);
            Manifest manifest = Manifest.decode(bytes);
            if (!manifest.contentId().equals(content)) {
                throw new IOException("The site's manifest of content " + content
                        + " is not the one that was ordered. Validate the content on the site.");
            }
            return manifest;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Fetching a manifest was interrupted");
        }
    }

    /**
     * What the site says of a content by means of the version before, to be read by {@link dev.slipway.content.ContentStore#update}.
     *
     * @throws SiteRefusal when the site knows of no version before
     */
    byte[] update(String pointId, ContentId content) throws IOException {
        try {
            return send("GET", "/content/" + content.hex() + "/update", new byte[0], pointId, MANIFEST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Fetching an update was interrupted");
        }
    }

    private static <T> T decode(byte[] bytes, Class<T> type) throws IOException {
        try {
            return Json.decode(bytes, type);
        } catch (JacksonException e) {
            throw new IOException("The site's answer is no " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    private byte[] send(String method, String path, byte[] body, String pointId, Duration limit)
            throws IOException, InterruptedException {
        long sent = lastProof.updateAndGet(last -> next(last, now().toEpochMilli()));
        HttpRequest.Builder request = HttpRequest.newBuilder(site.resolve(BASE + path))
                .timeout(limit)
                .header("Content-Type", "application/json")
                .header(
                        RequestSignature.HEADER,
                        RequestSignature.sign(
                                key.privateKey(),
                                method,
                                BASE + path,
                                Instant.ofEpochMilli(sent),
                                body,
                                RequestSignature.NO_TOKEN))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (!pointId.isEmpty()) {
            request.header(POINT_HEADER, pointId);
        }
        HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        answer.headers().firstValue("Date").ifPresent(this::compareClocks);
        if (answer.statusCode() != 200) {
            throw refusal(answer);
        }
        return answer.body();
    }

    /** Later than the last one, unless the site's clock was set back: then it goes by the new time, or the site would refuse all until it has passed. */
    private static long next(long last, long now) {
        return last - now > NOTEWORTHY.toMillis() ? now : Math.max(last + 1, now);
    }

    private void compareClocks(String date) {
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration difference = Duration.between(clock.instant(), theirs);
            if (difference.minus(ahead).abs().compareTo(NOTEWORTHY) > 0) {
                ahead = difference;
                LOG.info(
                        "This server's clock differs from the site's by {} s; what ends at a time ends by the site's clock",
                        difference.toSeconds());
            }
        } catch (DateTimeParseException e) {
            // Nothing depends on one answer's date; the next one has another.
            ahead = ahead.plusNanos(0);
        }
    }

    private static SiteRefusal refusal(HttpResponse<byte[]> answer) {
        try {
            Problem problem = Json.decode(answer.body(), Problem.class);
            return new SiteRefusal(answer.statusCode(), problem.code(), problem.detail());
        } catch (JacksonException e) {
            return new SiteRefusal(answer.statusCode(), "no-problem", "the answer is not a site's");
        }
    }
}
