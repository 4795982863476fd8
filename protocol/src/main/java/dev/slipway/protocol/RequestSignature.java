package dev.slipway.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a machine signs in each request, so that a stolen token is worth nothing.
 *
 * <p>Header {@value #HEADER}: {@code <epoch milliseconds>.<base64url signature>}.
 */
public final class RequestSignature {
    public static final String HEADER = "Slipway-Proof";
    /** Header of requests without a token ({@code register}, {@code token}) is the same, with an empty token. */
    public static final String NO_TOKEN = "";

    /** Older or younger proofs are refused. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private RequestSignature() {}

    /** @return the header's value */
    public static String sign(
            PrivateKey key, String method, String pathAndQuery, Instant time, byte[] body, String token) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message(method, pathAndQuery, time.toEpochMilli(), body, token));
            return time.toEpochMilli() + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The machine's key cannot sign", e);
        }
    }

    /** @return whether the header proves possession of the key now; a malformed header does not */
    public static boolean verify(
            PublicKey key, String header, String method, String pathAndQuery, Instant now, byte[] body, String token) {
        int dot = header.indexOf('.');
        if (dot <= 0) {
            return false;
        }
        try {
            long milliseconds = Long.parseLong(header.substring(0, dot));
            if (Duration.between(Instant.ofEpochMilli(milliseconds), now).abs().compareTo(TOLERANCE) > 0) {
                return false;
            }
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(message(method, pathAndQuery, milliseconds, body, token));
            return signature.verify(Base64.getUrlDecoder().decode(header.substring(dot + 1)));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException | GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] message(String method, String pathAndQuery, long milliseconds, byte[] body, String token) {
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            return String.join("\n", method, pathAndQuery, Long.toString(milliseconds), hash, token)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
