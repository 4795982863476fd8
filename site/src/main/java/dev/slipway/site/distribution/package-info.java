/** Distribution points: what shall lie where, what lies there, and where machines fetch it (DIST-1 to DIST-13). */
@NullMarked
package dev.slipway.site.distribution;

import org.jspecify.annotations.NullMarked;
