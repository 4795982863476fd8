/** A run's content, fetched from the site as blocks that are checked against the manifest. */
@NullMarked
package dev.slipway.agent.content;

import org.jspecify.annotations.NullMarked;
