@NullMarked
package dev.slipway.agent.command;

import org.jspecify.annotations.NullMarked;
