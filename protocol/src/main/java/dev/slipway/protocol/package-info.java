/** What site, machines and command line tell each other. */
@NullMarked
package dev.slipway.protocol;

import org.jspecify.annotations.NullMarked;
