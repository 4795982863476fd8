package dev.slipway.content;

/**
 * A pack's name.
 *
 * @param hex the SHA-256 of the pack's bytes, 64 lower-case hexadecimal digits
 */
public record PackId(String hex) {
    public PackId {
        Sha256.requireHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
