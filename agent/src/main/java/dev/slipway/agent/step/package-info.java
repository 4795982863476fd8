/** What the steps of a task sequence do on a machine. */
@NullMarked
package dev.slipway.agent.step;

import org.jspecify.annotations.NullMarked;
