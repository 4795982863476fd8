/** Apply Windows Settings: the answer file of a Windows target, the configuration files of a Linux target. */
@NullMarked
package dev.slipway.agent.step.settings;

import org.jspecify.annotations.NullMarked;
