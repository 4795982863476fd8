package dev.slipway.point;

import dev.slipway.protocol.JoinCode;
import dev.slipway.protocol.PointAddress;
import dev.slipway.protocol.PointJoin;
import dev.slipway.protocol.PointJoined;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this server a site's distribution point, once. */
record Joining(PointFolder folder, PointKey key, String version, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);

    /**
     * Joins with the code, or goes on with what an earlier start joined.
     *
     * @param codeText empty at later starts; the code that was used already does no harm
     * @param site overrides the address in the code or in the folder; empty: that one
     */
    Membership membership(String codeText, String site, String name, PointAddress address)
            throws PointException, InterruptedException {
        Optional<Membership> known = folder.membership();
        boolean isUsed = known.isPresent() && known.get().joinedWith().equals(fingerprint(codeText));
        if (known.isPresent() && (codeText.isEmpty() || isUsed)) {
            return site.isEmpty() ? known.get() : known.get().at(site);
        }
        if (codeText.isEmpty()) {
            throw new PointException(
                    ExitCode.USAGE,
                    "point-not-joined",
                    "This server is no distribution point yet. Make a join code on the site (Distribution points, Add) and"
                            + " start again with --join-code.");
        }
        JoinCode code = code(codeText);
        String url = site.isEmpty() ? code.siteUrl() : site;
        Membership joined = join(code, url, name, address, fingerprint(codeText));
        try {
            folder.write(joined);
        } catch (IOException e) {
            throw new PointException(
                    ExitCode.FAILED,
                    "point-folder-unusable",
                    "The site took this server as a point, but " + folder.root() + " cannot be written: " + e
                            + ". Mend that and join with a new code.",
                    e);
        }
        LOG.info(
                "This server is distribution point {} ({}) of site {} at {}",
                name,
                joined.pointId(),
                joined.siteCode(),
                url);
        return joined;
    }

    private static JoinCode code(String text) throws PointException {
        try {
            return JoinCode.of(text);
        } catch (IllegalArgumentException e) {
            throw new PointException(ExitCode.USAGE, "join-code-invalid", String.valueOf(e.getMessage()), e);
        }
    }

    private Membership join(JoinCode code, String url, String name, PointAddress address, String fingerprint)
            throws PointException, InterruptedException {
        try {
            PointJoined joined = new SiteLink(url, code.pin(), key, clock)
                    .join(new PointJoin(code.secret(), key.publicKey(), name, address, version));
            return new Membership(
                    joined.pointId(), name, joined.siteCode(), url, code.pin(), joined.ticketKey(), fingerprint);
        } catch (SiteRefusal e) {
            throw new PointException(
                    ExitCode.REFUSED,
                    e.code(),
                    "The site " + url + " did not take this server as a point. " + e.getMessage()
                            + " Make a new join code if this one was used or is old.",
                    e);
        } catch (IOException e) {
            throw new PointException(
                    ExitCode.FAILED,
                    "site-unreachable",
                    "The site " + url + " cannot be asked (" + Failures.describe(e)
                            + "). Check the address and that this server reaches it, then start again with the same code.",
                    e);
        }
    }

    /** The code itself is a secret as long as nobody has used it. */
    private static String fingerprint(String code) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(code.strip().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
