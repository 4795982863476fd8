/** A task sequence's run on this machine: its events, its state, its restarts. */
@NullMarked
package dev.slipway.agent.run;

import org.jspecify.annotations.NullMarked;
