@NullMarked
package dev.slipway.agent.console;

import org.jspecify.annotations.NullMarked;
