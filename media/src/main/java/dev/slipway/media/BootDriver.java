package dev.slipway.media;

/**
 * A kernel module of a boot image.
 *
 * @param name with underscores, as {@code lsmod} shows it
 * @param folder below the kernel's modules, as {@code drivers/net/ethernet/intel/igb}
 * @param description as the module tells it; may be empty
 */
public record BootDriver(String name, String folder, String description) {}
