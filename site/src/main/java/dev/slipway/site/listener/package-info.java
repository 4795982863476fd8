/** The site's two doors: plain HTTP for people, boot files and content; TLS for machines. */
@NullMarked
package dev.slipway.site.listener;

import org.jspecify.annotations.NullMarked;
