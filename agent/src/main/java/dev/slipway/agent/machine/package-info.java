/** Who this machine is: its hardware, its key, its clock. */
@NullMarked
package dev.slipway.agent.machine;

import org.jspecify.annotations.NullMarked;
