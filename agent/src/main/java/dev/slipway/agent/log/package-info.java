/** The log of a run on the machine itself, and the viewer with which a technician reads it there (BOOT-8). */
@NullMarked
package dev.slipway.agent.log;

import org.jspecify.annotations.NullMarked;
