package dev.slipway.content;

/**
 * A block of a manifest.
 *
 * @param number counts the blocks of all files of the manifest from 0, as {@link Extents} do
 */
record WantedBlock(int number, Block block) {}
