package dev.slipway.site.library;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a machine starts from the network.
 *
 * @param kernelHash SHA-256, lower-case hex; also the kernel's name under {@code /boot}
 * @param overlayHash the second initramfs with the customisation; empty: none
 * @param decompressedBytes what the initramfs takes in a machine's memory; 0 when unknown
 * @param sizeBytes what a machine fetches
 * @param contentId of the current version; empty for one that an older version of Slipway added: it cannot be distributed
 * @param fromPoints machines start it from the distribution points that hold it (BOOT-3)
 * @param isDefault machines of its architecture start with it
 */
public record BootImage(
        String id,
        String name,
        String version,
        String comment,
        @Nullable Long folder,
        String sourcePath,
        String architecture,
        @Nullable String kernelVersion,
        @Nullable String agentVersion,
        String kernelHash,
        long kernelSizeBytes,
        String initramfsHash,
        long initramfsSizeBytes,
        String overlayHash,
        long overlaySizeBytes,
        long decompressedBytes,
        long sizeBytes,
        String contentId,
        boolean fromPoints,

        @com.fasterxml.jackson.annotation.JsonProperty("isDefault")
        boolean isDefault,

        Instant createdAt,
        Instant changedAt) {}
