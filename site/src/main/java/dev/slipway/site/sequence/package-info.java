/** Task sequences as the site keeps them: XML, checked, with their revisions. */
@NullMarked
package dev.slipway.site.sequence;

import org.jspecify.annotations.NullMarked;
