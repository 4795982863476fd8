/** The site's side of the machine protocol (docs/architecture.md): proof, tokens, policy, state, events, content. */
@NullMarked
package dev.slipway.site.machine;

import org.jspecify.annotations.NullMarked;
