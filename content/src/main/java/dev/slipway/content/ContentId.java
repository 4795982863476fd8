package dev.slipway.content;

/**
 * The name of a content version.
 *
 * @param hex the SHA-256 of the manifest's canonical form, 64 lower-case hexadecimal digits
 */
public record ContentId(String hex) {
    public ContentId {
        Sha256.requireHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
