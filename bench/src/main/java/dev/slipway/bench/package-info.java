/** Measurements against peers. */
@NullMarked
package dev.slipway.bench;

import org.jspecify.annotations.NullMarked;
