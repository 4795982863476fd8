/** The console in a real browser, against a real site. */
@NullMarked
package dev.slipway.site.console;

import org.jspecify.annotations.NullMarked;
