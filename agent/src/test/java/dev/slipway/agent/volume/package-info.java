@NullMarked
package dev.slipway.agent.volume;

import org.jspecify.annotations.NullMarked;
