/** External programs: each with a time limit, its output in the log, and no life beyond its operation. */
@NullMarked
package dev.slipway.agent.command;

import org.jspecify.annotations.NullMarked;
