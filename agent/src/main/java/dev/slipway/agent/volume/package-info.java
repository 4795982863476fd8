/** The machine's disks and volumes, and the volume that carries the run's state. */
@NullMarked
package dev.slipway.agent.volume;

import org.jspecify.annotations.NullMarked;
