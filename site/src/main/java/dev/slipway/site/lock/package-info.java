/** One editor at a time: who holds which object, for how long, and the refusal of everybody else's changes. */
@NullMarked
package dev.slipway.site.lock;

import org.jspecify.annotations.NullMarked;
