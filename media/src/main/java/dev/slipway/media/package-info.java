/** Boot images. */
@NullMarked
package dev.slipway.media;

import org.jspecify.annotations.NullMarked;
