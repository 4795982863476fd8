/** The site's settings that may change while it runs. */
@NullMarked
package dev.slipway.site.settings;

import org.jspecify.annotations.NullMarked;
