/** Long work as rows that survive a killed server, and the events that say what changed. */
@NullMarked
package dev.slipway.site.operation;

import org.jspecify.annotations.NullMarked;
