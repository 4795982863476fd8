/** The server: library, fleet, deployments, boot, access, console, API. */
@NullMarked
package dev.slipway.site;

import org.jspecify.annotations.NullMarked;
