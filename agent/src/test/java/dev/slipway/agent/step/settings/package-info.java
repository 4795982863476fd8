@NullMarked
package dev.slipway.agent.step.settings;

import org.jspecify.annotations.NullMarked;
