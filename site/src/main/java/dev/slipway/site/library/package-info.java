/** What can be deployed: operating system images and boot images, and their content. */
@NullMarked
package dev.slipway.site.library;

import org.jspecify.annotations.NullMarked;
