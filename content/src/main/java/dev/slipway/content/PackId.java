package dev.slipway.content;

/**
 * A pack's name. It follows from the blocks in their order ({@link PackIndex#packId}), not from the bytes alone: the same bytes may be cut in
 * two ways, and each needs an index of its own.
 *
 * @param hex 64 lower-case hexadecimal digits
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
