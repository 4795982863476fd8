package dev.slipway.site.settings;

/**
 * Whether and how the site answers machines that boot from the network (PXE-1).
 *
 * @param interfaceName network interface; empty only when off
 * @param rangeStart first address for DHCP; empty unless the site is the DHCP server
 */
public record BootSettings(Mode mode, String interfaceName, String rangeStart, String rangeEnd) {

    /** Not at all, beside the network's own DHCP server, or as its DHCP server. */
    public enum Mode {
        OFF,
        PROXY_DHCP,
        DHCP
    }
}
