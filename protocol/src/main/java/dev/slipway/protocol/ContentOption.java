package dev.slipway.protocol;

/** When a machine downloads what its run needs (CON-1). */
public enum ContentOption {
    /** Each content when the first step asks for it; images stream onto their volume. */
    WHEN_NEEDED,
    /** Everything before the first step. Not for machines that start from the network: their disk may be about to be erased. */
    BEFORE_START
}
