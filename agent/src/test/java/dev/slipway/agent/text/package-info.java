@NullMarked
package dev.slipway.agent.text;

import org.jspecify.annotations.NullMarked;
