@NullMarked
package dev.slipway.agent.wim;

import org.jspecify.annotations.NullMarked;
