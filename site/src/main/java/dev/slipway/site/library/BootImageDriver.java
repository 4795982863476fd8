package dev.slipway.site.library;

import dev.slipway.media.BootDriver;

/**
 * A kernel module in a boot image.
 *
 * @param folder below the kernel's modules
 */
public record BootImageDriver(String name, String folder, Kind kind, String description) {

    /** What a driver is for, as far as a deployment cares (BOOT-3). */
    public enum Kind {
        STORAGE,
        NETWORK,
        OTHER;

        static Kind of(String folder) {
            if (folder.startsWith("drivers/net/")) {
                return NETWORK;
            }
            return folder.matches("drivers/(ata|nvme|scsi|block|message|mmc|md|usb/storage|pci/controller)(/.*)?")
                    ? STORAGE
                    : OTHER;
        }
    }

    static BootImageDriver of(BootDriver driver) {
        return new BootImageDriver(driver.name(), driver.folder(), Kind.of(driver.folder()), driver.description());
    }
}
