/** Blocks, packs, manifests, the store, transfer and verification. */
@NullMarked
package dev.slipway.content;

import org.jspecify.annotations.NullMarked;
