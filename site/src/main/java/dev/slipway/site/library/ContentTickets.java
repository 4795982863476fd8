package dev.slipway.site.library;

import dev.slipway.content.ContentId;
import dev.slipway.protocol.TicketSignature;
import dev.slipway.protocol.TicketSignature.Ticket;
import dev.slipway.site.access.SiteKeys;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tickets that open one content for one machine or distribution point for a while, at every place that knows the site's key. */
@Component
public class ContentTickets {
    /** Long enough for the next look at the clock; whoever needs longer asks again. */
    public static final Duration LIFETIME = Duration.ofHours(1);

    private final KeyPair key;
    private final Clock clock;

    ContentTickets(SiteKeys keys, Clock clock) {
        this.key = keys.pair("ticket");
        this.clock = clock;
    }

    /** @param query what is appended to an address, without the question mark */
    public record Issued(String query, Instant expiresAt) {}

    public static String machine(long id) {
        return "machine-" + id;
    }

    public static String point(String id) {
        return "point-" + id;
    }

    /** @param bearer {@link #machine} or {@link #point} */
    public Issued issue(String bearer, ContentId content, Duration lifetime) {
        Instant expiresAt = Instant.ofEpochMilli(clock.millis()).plus(lifetime);
        return new Issued(
                TicketSignature.query(key.getPrivate(), new Ticket(bearer, content.hex(), expiresAt)), expiresAt);
    }

    /** The key with which others check tickets: base64 of its SubjectPublicKeyInfo. */
    public String publicKey() {
        return Base64.getEncoder().encodeToString(key.getPublic().getEncoded());
    }

    /** @return none when the ticket is not genuine or has expired */
    Optional<Ticket> check(Map<String, String> query) {
        return TicketSignature.check(key.getPublic(), query, clock.instant());
    }
}
