package dev.slipway.site.deployment;

import java.util.Optional;

/**
 * What a machine that asks over the network starts (PXE-2, PXE-4).
 *
 * @param reason for the log and for the machine's screen; it names no sequence and no device, since anybody can ask
 * @param sequence the task sequence that it is about, which may have a boot image of its own; empty when it is about none
 */
public record BootDecision(Action action, String reason, Optional<String> sequence) {

    public BootDecision(Action action, String reason) {
        this(action, reason, Optional.empty());
    }

    public enum Action {
        /** Start the boot image at once. */
        BOOT_IMAGE,
        /** Offer the boot image for some seconds at a key press, then start the disk. */
        PROMPT,
        /** Start the disk. */
        DISK
    }
}
