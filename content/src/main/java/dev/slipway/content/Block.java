package dev.slipway.content;

/**
 * A run of bytes that is stored once and never changes.
 *
 * @param id the SHA-256 of the bytes
 * @param length bytes, 1 to {@value #MAXIMUM_LENGTH}
 */
public record Block(BlockId id, int length) {
    /** No block is longer, in bytes: a reader holds a whole block in memory to check it. */
    public static final int MAXIMUM_LENGTH = 4 << 20;

    public Block {
        if (length < 1 || length > MAXIMUM_LENGTH) {
            throw new IllegalArgumentException("A block has 1 to " + MAXIMUM_LENGTH + " bytes, not " + length);
        }
    }
}
