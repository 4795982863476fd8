/** Access accounts of a package: who among the site's accounts may take its content out of the site, or change it (DIST-12, decision 011). */
@NullMarked
package dev.slipway.site.access.content;

import org.jspecify.annotations.NullMarked;
