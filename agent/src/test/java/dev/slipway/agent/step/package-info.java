@NullMarked
package dev.slipway.agent.step;

import org.jspecify.annotations.NullMarked;
