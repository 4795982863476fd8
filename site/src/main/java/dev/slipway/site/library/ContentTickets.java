package dev.slipway.site.library;

import dev.slipway.content.ContentId;
import dev.slipway.site.access.SiteKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tickets that open the packs of one content for one machine for a while: an HMAC of the site over these three. */
@Component
public class ContentTickets {
    private final SecretKeySpec key;
    private final Clock clock;

    ContentTickets(SiteKeys keys, Clock clock) {
        this.key = new SecretKeySpec(keys.key("ticket"), "HmacSHA256");
        this.clock = clock;
    }

    /** @param query what the machine appends to a pack's address, without the question mark */
    public record Issued(String query, Instant expiresAt) {}

    public Issued issue(long machineId, ContentId content, Duration lifetime) {
        Instant expiresAt = clock.instant().plus(lifetime);
        long expires = expiresAt.toEpochMilli();
        return new Issued(
                "machine=" + machineId + "&content=" + content.hex() + "&expires=" + expires + "&proof="
                        + proof(machineId, content.hex(), expires),
                expiresAt);
    }

    /** @return the content that the ticket opens; none when it is not genuine or has expired */
    Optional<ContentId> check(
            @Nullable Long machine, @Nullable String content, @Nullable Long expires, @Nullable String proof) {
        if (machine == null
                || content == null
                || expires == null
                || proof == null
                || !content.matches("[0-9a-f]{64}")) {
            return Optional.empty();
        }
        byte[] right = proof(machine, content, expires).getBytes(StandardCharsets.US_ASCII);
        boolean genuine = MessageDigest.isEqual(right, proof.getBytes(StandardCharsets.UTF_8));
        return genuine && clock.millis() < expires ? Optional.of(new ContentId(content)) : Optional.empty();
    }

    private String proof(long machineId, String content, long expires) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] message = (machineId + "\n" + content + "\n" + expires).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
