@NullMarked
package dev.slipway.agent.step.disk;

import org.jspecify.annotations.NullMarked;
