/** The console: pages for people, on the same services as the API. */
@NullMarked
package dev.slipway.site.console;

import org.jspecify.annotations.NullMarked;
