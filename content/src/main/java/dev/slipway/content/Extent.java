package dev.slipway.content;

/**
 * Where a block lies.
 *
 * @param offset bytes from the pack's start
 */
public record Extent(PackId pack, long offset) {
    public Extent {
        if (offset < 0 || offset > Long.MAX_VALUE - Block.MAXIMUM_LENGTH) {
            throw new IllegalArgumentException("Not an offset in a pack: " + offset);
        }
    }
}
