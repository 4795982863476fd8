/** Devices, collections and their variables: which machines there are, and what belongs to them. */
@NullMarked
package dev.slipway.site.fleet;

import org.jspecify.annotations.NullMarked;
