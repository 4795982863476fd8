/** The distribution point: a server that gets its orders from a site, fetches content, checks it and serves it to machines. */
@NullMarked
package dev.slipway.point;

import org.jspecify.annotations.NullMarked;
