package dev.slipway.content;

/** Where a store keeps a block. */
record BlockLocation(PackId pack, long offset, int length) {}
