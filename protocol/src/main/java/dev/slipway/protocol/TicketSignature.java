package dev.slipway.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The site's Ed25519 signature over who may fetch which content until when. Every place can check it, and none can make one.
 *
 * <p>In a query: {@code bearer=<who>&content=<content id>&expires=<epoch milliseconds>&signature=<base64url>}.
 */
public final class TicketSignature {
    private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern CONTENT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern EXPIRES = Pattern.compile("[0-9]{1,15}");

    private TicketSignature() {}

    /**
     * A ticket that is genuine and has not expired.
     *
     * @param bearer {@code machine-<id>} or {@code point-<id>}
     */
    public record Ticket(String bearer, String contentId, Instant expiresAt) {}

    /** @return what is appended to an address, without the question mark */
    public static String query(PrivateKey site, Ticket ticket) {
        if (!BEARER.matcher(ticket.bearer()).matches()
                || !CONTENT.matcher(ticket.contentId()).matches()) {
            throw new IllegalArgumentException("No ticket can be made for " + ticket);
        }
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(site);
            signature.update(message(ticket));
            return "bearer=" + ticket.bearer() + "&content=" + ticket.contentId() + "&expires="
                    + ticket.expiresAt().toEpochMilli() + "&signature="
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The site's key cannot sign tickets", e);
        }
    }

    /** @param query the request's parameters, any of which may be missing or wrong @return none when it is not genuine or has expired */
    public static Optional<Ticket> check(PublicKey site, Map<String, String> query, Instant now) {
        String bearer = query.getOrDefault("bearer", "");
        String content = query.getOrDefault("content", "");
        String expires = query.getOrDefault("expires", "");
        if (!BEARER.matcher(bearer).matches()
                || !CONTENT.matcher(content).matches()
                || !EXPIRES.matcher(expires).matches()) {
            return Optional.empty();
        }
        Ticket ticket = new Ticket(bearer, content, Instant.ofEpochMilli(Long.parseLong(expires)));
        if (!now.isBefore(ticket.expiresAt())) {
            return Optional.empty();
        }
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(site);
            signature.update(message(ticket));
            boolean genuine = signature.verify(Base64.getUrlDecoder().decode(query.getOrDefault("signature", "")));
            return genuine ? Optional.of(ticket) : Optional.empty();
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static byte[] message(Ticket ticket) {
        return String.join(
                        "\n",
                        "slipway ticket 1",
                        ticket.bearer(),
                        ticket.contentId(),
                        Long.toString(ticket.expiresAt().toEpochMilli()))
                .getBytes(StandardCharsets.UTF_8);
    }
}
