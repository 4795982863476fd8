@NullMarked
package dev.slipway.agent.content;

import org.jspecify.annotations.NullMarked;
