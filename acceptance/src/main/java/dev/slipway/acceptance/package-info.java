/** Network-boots virtual machines against a running site. */
@NullMarked
package dev.slipway.acceptance;

import org.jspecify.annotations.NullMarked;
