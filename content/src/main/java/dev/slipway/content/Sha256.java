package dev.slipway.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The one hash of this module: every Java runtime has it. */
final class Sha256 {
    static final int BYTES = 32;

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java runtime has SHA-256", e);
        }
    }

    static String hex(byte[] data) {
        return HexFormat.of().formatHex(digest().digest(data));
    }

    /** @throws IllegalArgumentException unless the text is 64 lower-case hexadecimal digits */
    static String requireHex(String text) {
        if (!isHex(text)) {
            throw new IllegalArgumentException("Not a SHA-256 in lower-case hexadecimal: " + text);
        }
        return text;
    }

    static boolean isHex(String text) {
        return text.length() == 2 * BYTES && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }
}
