package dev.slipway.content;

/**
 * A block of a file and where it lies.
 *
 * @param number counts the blocks of the file from 0
 */
record PlacedBlock(int number, Block block, Extent extent) {
    long endInPack() {
        return extent.offset() + block.length();
    }
}
