package dev.slipway.site.library;

import org.jspecify.annotations.Nullable;

/**
 * An update whose package lies in an image (IMG-6). It is present: whether Windows counts it as installed, staged or superseded stands in the registry of the image,
 * which is not read.
 *
 * @param identity as Windows writes it
 * @param kb as {@code KB5034441}; null when neither name nor manifest tells
 * @param title null when the manifest has none
 * @param releaseType such as {@code Security Update}; null when the manifest does not say
 * @param language empty when it is neutral
 * @param problem why the manifest tells nothing; empty when it was read
 */
public record PresentUpdate(
        String identity,
        String name,
        @Nullable String kb,
        @Nullable String title,
        @Nullable String releaseType,
        String architecture,
        String language,
        String version,
        String problem) {}
