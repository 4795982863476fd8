/** What the agent says, in the language of the person in front of the machine (BOOT-7). */
@NullMarked
package dev.slipway.agent.text;

import org.jspecify.annotations.NullMarked;
