/**
 * Blocks, packs, manifests, the store, transfer and verification.
 *
 * <p>What keeps a store whole while several threads work on it:
 *
 * <ol>
 *   <li>A file appears by one rename and never changes. A manifest appears after the packs that it counts on, and after the index knows
 *       them ({@link StoreFolder#commit}).
 *   <li>Packs appear, are marked and go in steps, one at a time, each together with what {@link BlockIndex} is told of it ({@link
 *       StoreFolder#step}). So between two steps a block counts in the index exactly if a pack that is not retired has it and does not
 *       list it as damaged; whatever order the steps have, opening the store anew finds at least as many copies as the index had.
 *   <li>Whoever is going to name blocks holds a claim from before it looks for the first one until its manifest is there. What it
 *       finds, and the packs that it makes, are claimed from that moment; when a block moves, the claim follows.
 *   <li>A collection begins to watch the claims before it lists the manifests. So of each manifest it either reads the blocks or
 *       has seen the claim of whoever wrote it, also when that one ended meanwhile. It retires no pack that was claimed, and none with the last copy of a
 *       living block, which is asked once more in the step that retires it.
 *       Nor does it take a pack that could not be used when the store was opened, while a living block is nowhere else.
 *   <li>A pack is named by its index, not by its bytes: the same bytes cut in two ways are two packs, and neither's index stands for both.
 *   <li>What was committed and then failed is withdrawn before any other step.
 *   <li>Claims keep nothing from being found damaged. So before a manifest appears, in the same step, each of its blocks is
 *       looked for once more; an ingest then begins again.
 *   <li>A retired pack is in no index; who was told of it reads it until the grace time is over. Making the same pack again, which
 *       is a step, takes the mark away.
 *   <li>Contents that are being received are among the wanted ones, whose blocks live, until their manifest takes its place.
 *   <li>One collection runs at a time, and one reception of each content. Nobody who holds the lock of the index or of the extents
 *       waits for a step.
 * </ol>
 */
@NullMarked
package dev.slipway.content;

import org.jspecify.annotations.NullMarked;
