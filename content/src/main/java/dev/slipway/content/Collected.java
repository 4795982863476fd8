package dev.slipway.content;

/**
 * What a collection did.
 *
 * @param freedBytes of packs that were deleted
 * @param retiredBytes of packs that will be deleted once the grace time is over
 * @param rewrittenBytes that were copied out of packs that had become mostly dead
 */
public record Collected(long freedBytes, long retiredBytes, long rewrittenBytes) {}
