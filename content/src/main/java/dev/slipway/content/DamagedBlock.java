package dev.slipway.content;

/**
 * A block that a validation found damaged or missing.
 *
 * @param path the file that needs it
 * @param offset where in the file it begins, in bytes
 * @param reason what is wrong, for people
 */
public record DamagedBlock(String path, long offset, Block block, String reason) {}
