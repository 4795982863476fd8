/** Where the library takes things from: paths of the site's machine, and shares with the accounts that open them. */
@NullMarked
package dev.slipway.site.library.source;

import org.jspecify.annotations.NullMarked;
