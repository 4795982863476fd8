/** What the person in front of the machine sees and types: plain lines, usable over a serial line. */
@NullMarked
package dev.slipway.agent.console;

import org.jspecify.annotations.NullMarked;
