@NullMarked
package dev.slipway.agent.machine;

import org.jspecify.annotations.NullMarked;
