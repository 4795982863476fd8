/**
 * Writing WIM images to volumes with libwim, called through {@code java.lang.foreign}.
 *
 * <p>Reading a WIM is the duty of the module {@code wim}. This package is for what only libwim does: putting an image on an NTFS volume with its
 * security descriptors, short names and streams, or on a Linux file system with its owners and modes.
 */
@NullMarked
package dev.slipway.agent.wim;

import org.jspecify.annotations.NullMarked;
