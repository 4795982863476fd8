/** Format and Partition Disk: what is asked, the layout computed from it, and the tools that write it. */
@NullMarked
package dev.slipway.agent.step.disk;

import org.jspecify.annotations.NullMarked;
