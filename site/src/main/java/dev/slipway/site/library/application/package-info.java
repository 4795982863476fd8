/** Applications, classic packages and the client package: what is installed after the operating system. */
@NullMarked
package dev.slipway.site.library.application;

import org.jspecify.annotations.NullMarked;
