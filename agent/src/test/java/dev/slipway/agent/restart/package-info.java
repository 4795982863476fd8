@NullMarked
package dev.slipway.agent.restart;

import org.jspecify.annotations.NullMarked;
