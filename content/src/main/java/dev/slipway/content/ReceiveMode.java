package dev.slipway.content;

/** What {@link ContentStore#receive} fetches. */
public enum ReceiveMode {
    /** The blocks that the store lacks or has found damaged. */
    MISSING,
    /**
     * Every block, also those that are there (DIST-4); the new copies take the place of the old ones, whose room a later collection gives
     * back. Until then the content takes twice its room.
     */
    ALL
}
