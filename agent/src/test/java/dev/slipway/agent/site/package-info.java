@NullMarked
package dev.slipway.agent.site;

import org.jspecify.annotations.NullMarked;
