/** Restarting the machine, and preparing the deployed system to go on with the run. */
@NullMarked
package dev.slipway.agent.restart;

import org.jspecify.annotations.NullMarked;
