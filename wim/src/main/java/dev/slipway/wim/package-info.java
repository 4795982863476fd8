/** The WIM format in pure Java: read, verify, extract, stream as pipable. */
@NullMarked
package dev.slipway.wim;

import org.jspecify.annotations.NullMarked;
