package dev.slipway.sequence;

import java.util.Locale;

/** Which names hold secrets by their nature, and how secrets are shown. */
public final class Secrets {
    public static final String MASK = "********";

    private Secrets() {}

    /** Names of ConfigMgr and MDT: every password, BitLocker's PIN and keys, the hidden form of Set Task Sequence Variable. */
    public static boolean isSecretName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.contains("password")
                || lower.endsWith("pin")
                || lower.equals("setvariableactionhiddenvariablevalue")
                || lower.equals("osdbitlockerstartupkey")
                || lower.equals("osdproductkey")
                || lower.equals("productkey");
    }

    /** Replaces every occurrence of a secret value; values of fewer than three characters would mask ordinary text and are left. */
    public static String mask(String text, Iterable<String> secrets) {
        String masked = text;
        for (String secret : secrets) {
            if (secret.length() >= 3) {
                masked = masked.replace(secret, MASK);
            }
        }
        return masked;
    }
}
