@NullMarked
package dev.slipway.agent.run;

import org.jspecify.annotations.NullMarked;
