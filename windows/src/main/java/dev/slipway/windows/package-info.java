/** Formats of an offline Windows. */
@NullMarked
package dev.slipway.windows;

import org.jspecify.annotations.NullMarked;
