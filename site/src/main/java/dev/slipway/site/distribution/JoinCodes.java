package dev.slipway.site.distribution;

import dev.slipway.protocol.JoinCode;
import dev.slipway.protocol.PointJoin;
import dev.slipway.protocol.PointJoined;
import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.ContentTickets;
import dev.slipway.site.listener.SiteCertificate;
import dev.slipway.site.settings.SiteSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Codes with which a server becomes a distribution point: each works once and for a while; the database keeps only hashes. */
@Component
public class JoinCodes {
    private static final Logger LOG = LoggerFactory.getLogger(JoinCodes.class);
    private static final int SECRET_BYTES = 24;
    private static final Duration LONGEST = Duration.ofDays(30);
    private final Database database;
    private final SiteCertificate certificate;
    private final SiteSettings settings;
    private final ContentTickets tickets;
    private final Points points;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    JoinCodes(
            Database database,
            SiteCertificate certificate,
            SiteSettings settings,
            ContentTickets tickets,
            Points points,
            Clock clock) {
        this.database = database;
        this.certificate = certificate;
        this.settings = settings;
        this.tickets = tickets;
        this.points = points;
        this.clock = clock;
    }

    /** A code without its secret. @param point which point it made; empty while it is unused @param replaces the point whose place is taken; empty: none */
    public record Issued(
            String id,
            String createdBy,
            Instant createdAt,
            Instant expiresAt,
            Optional<Instant> usedAt,
            String point,
            String replaces) {}

    /** A new code. @param code its text, shown this once */
    public record Made(String id, String code, Instant expiresAt) {}

    /** @param siteUrl {@code https://host:port} under which the point will reach the site @param lifetime a minute to 30 days */
    public Made make(String siteUrl, Duration lifetime, Caller caller) {
        return make(siteUrl, lifetime, "", caller);
    }

    /**
     * @param replaces the point whose place the server takes, with all that is set and distributed there; empty: it is a new point
     * @throws SlipwayException 404 when there is no such point; 422 when no server can take its place
     */
    public Made make(String siteUrl, Duration lifetime, String replaces, Caller caller) {
        if (!replaces.isEmpty() && points.get(replaces).kind() != DistributionPoint.Kind.REMOTE) {
            throw SlipwayException.invalid(
                    "replaces", "Only a point that joined with a code can be replaced by another server.");
        }
        if (lifetime.compareTo(Duration.ofMinutes(1)) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw SlipwayException.invalid("minutes", "A join code is good for 1 minute to 30 days.");
        }
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Instant now = clock.instant();
        Made made = new Made(
                UUID.randomUUID().toString(),
                new JoinCode(siteUrl, certificate.pin(), text).text(),
                now.plus(lifetime));
        database.change(handle -> handle.execute(
                "insert into point_join_code (id, code_hash, created_by, created_at, expires_at, replaces) values (?, ?, ?, ?, ?, ?)",
                made.id(),
                hash(text),
                caller.name(),
                now,
                made.expiresAt(),
                replaces));
        LOG.info(
                "{} made join code {} for a distribution point, good until {}",
                caller.name(),
                made.id(),
                made.expiresAt());
        return made;
    }

    /** The newest first. */
    public List<Issued> all() {
        return database.read(handle -> handle.createQuery(
                        "select id, created_by, created_at, expires_at, used_at, point, replaces from point_join_code order by created_at desc, id")
                .mapTo(Issued.class)
                .list());
    }

    public void revoke(String id) {
        int gone = database.write(
                handle -> handle.execute("delete from point_join_code where id = ? and used_at is null", id));
        if (gone == 0) {
            throw SlipwayException.notFound("join code", id + " that is unused");
        }
    }

    /** @throws SlipwayException 403 {@code join-code-invalid}; 409 {@code point-exists} */
    PointJoined join(PointJoin join) {
        return database.write(handle -> {
            Instant now = clock.instant();
            int used = handle.execute(
                    "update point_join_code set used_at = ? where code_hash = ? and used_at is null and expires_at > ?",
                    now,
                    hash(join.code()),
                    now);
            if (used == 0) {
                return again(handle, join);
            }
            String replaced = handle.createQuery("select replaces from point_join_code where code_hash = :hash")
                    .bind("hash", hash(join.code()))
                    .mapTo(String.class)
                    .one();
            DistributionPoint point =
                    replaced.isEmpty() ? points.join(handle, join) : points.replace(handle, replaced, join);
            handle.execute("update point_join_code set point = ? where code_hash = ?", point.id(), hash(join.code()));
            LOG.info("{} joined as distribution point {}", point.name(), point.id());
            return joined(point.id());
        });
    }

    /** The answer to a join may be lost: the same key with the same code is the same point. */
    private PointJoined again(Handle handle, PointJoin join) {
        return handle.createQuery("""
                        select p.id from point_join_code c join distribution_point p on p.id = c.point
                        where c.code_hash = :hash and p.public_key = :key
                        """)
                .bind("hash", hash(join.code()))
                .bind("key", join.publicKey())
                .mapTo(String.class)
                .findOne()
                .map(this::joined)
                .orElseThrow(() -> new SlipwayException(
                        "join-code-invalid",
                        403,
                        "The join code is unknown, was used already or has expired. Make a new one in the console or with"
                                + " \"slipway point join-code\"."));
    }

    private PointJoined joined(String point) {
        return new PointJoined(point, settings.siteCode(), tickets.publicKey());
    }

    private static String hash(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
