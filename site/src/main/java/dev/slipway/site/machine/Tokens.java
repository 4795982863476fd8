package dev.slipway.site.machine;

import dev.slipway.protocol.Token;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.fleet.MachineRegistration;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/** Short-lived tokens of machines; the database keeps only their hashes. They end with the machine's key, approval or record. */
@Component
class Tokens {
    static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final int TOKEN_BYTES = 32;
    private static final Duration SEEN_EVERY = Duration.ofSeconds(30);

    private final Database database;
    private final MachineRegistration fleet;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Tokens(Database database, MachineRegistration fleet, Clock clock) {
        this.database = database;
        this.fleet = fleet;
        this.clock = clock;
        // The proofs used with them are forgotten, see UsedProofs.
        database.change(handle -> handle.execute("delete from device_token"));
    }

    private record Holder(long device, Instant expiresAt) {}

    Token issue(Device device) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        Instant expiresAt = now.plus(LIFETIME);
        database.change(handle -> {
            handle.execute("delete from device_token where device = ? and expires_at < ?", device.id(), now);
            handle.execute(
                    "insert into device_token (token_hash, device, expires_at) values (?, ?, ?)",
                    hash(value),
                    device.id(),
                    expiresAt);
        });
        return new Token(value, expiresAt);
    }

    /** @throws SlipwayException 401 {@code token-invalid}, {@code token-expired} */
    Device deviceOf(String token) {
        return database.read(handle -> {
            Holder holder = handle.createQuery("select device, expires_at from device_token where token_hash = :hash")
                    .bind("hash", hash(token))
                    .mapTo(Holder.class)
                    .findOne()
                    .orElseThrow(() -> new SlipwayException(
                            "token-invalid", 401, "The token is missing or not valid any more. Take a new one."));
            if (!clock.instant().isBefore(holder.expiresAt())) {
                throw new SlipwayException("token-expired", 401, "The token has expired. Take a new one.");
            }
            return fleet.find(handle, holder.device()).orElseThrow();
        });
    }

    /** Notes now and then that the machine is there. */
    void seen(Device device, String address) {
        Instant now = clock.instant();
        if (device.lastSeenAt().isEmpty()
                || device.lastSeenAt().get().plus(SEEN_EVERY).isBefore(now)) {
            database.change(handle -> handle.execute(
                    "update device set last_seen_at = ?, address = ? where id = ?", now, address, device.id()));
        }
    }

    private static String hash(String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
