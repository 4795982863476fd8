package dev.slipway.site.fleet;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** A machine's Ed25519 public key as it travels: base64 of its SubjectPublicKeyInfo. */
public final class DeviceKey {
    private DeviceKey() {}

    /** @throws IllegalArgumentException when the text is no Ed25519 key */
    public static PublicKey decode(String base64) {
        try {
            byte[] encoded = Base64.getDecoder().decode(base64);
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The text is no Ed25519 public key", e);
        }
    }

    /** @return SHA-256 of the key's encoding, lower-case hex: what people compare with the machine's screen */
    public static String fingerprint(String base64) {
        try {
            byte[] encoded = Base64.getDecoder().decode(base64);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
