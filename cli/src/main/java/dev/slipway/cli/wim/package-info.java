/** {@code slipway wim}: looks into WIM files without a site. */
@NullMarked
package dev.slipway.cli.wim;

import org.jspecify.annotations.NullMarked;
