/** Apply Operating System Image: the destination, the way of the image onto it, and what makes it start. */
@NullMarked
package dev.slipway.agent.step.image;

import org.jspecify.annotations.NullMarked;
