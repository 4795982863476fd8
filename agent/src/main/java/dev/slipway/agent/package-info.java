/** Runs a task sequence on a machine. */
@NullMarked
package dev.slipway.agent;

import org.jspecify.annotations.NullMarked;
