@NullMarked
package dev.slipway.agent.step.image;

import org.jspecify.annotations.NullMarked;
