/** Drivers for Windows and the packages that they are deployed in (DRV-1 to DRV-4). */
@NullMarked
package dev.slipway.site.library.driver;

import org.jspecify.annotations.NullMarked;
