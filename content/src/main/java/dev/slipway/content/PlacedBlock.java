package dev.slipway.content;

/**
 * A block and where a store has it.
 *
 * @param number whatever the user of a list counts by; in a transfer as in {@link WantedBlock}
 */
record PlacedBlock(int number, Block block, Extent extent) {
    long endInPack() {
        return extent.offset() + block.length();
    }
}
