package dev.slipway.site.boot;

import dev.slipway.site.settings.BootSettings;
import java.net.InterfaceAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of dnsmasq: DHCP or proxy DHCP, and TFTP for the first stage. It tells by options 93 (client architecture, RFC 4578) and 175 (iPXE) what a
 * machine is, and gives it iPXE, or when it is iPXE already the site's script.
 *
 * @param address of the interface on which machines are answered
 * @param host how machines reach the site over HTTP: address and port
 * @param tftpRoot folder with undionly.kpxe and snponly.efi
 * @param state folder for leases
 * @param asRoot stay the user that started it: needed where there is no other user (a user namespace)
 */
record DnsmasqConfiguration(
        BootSettings settings, InterfaceAddress address, String host, Path tftpRoot, Path state, boolean asRoot) {
    private static final String BIOS_LOADER = "undionly.kpxe";
    private static final String EFI_LOADER = "snponly.efi";

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("# Written by Slipway at each start; changes are lost.");
        // No DNS.
        lines.add("port=0");
        lines.add("no-resolv");
        lines.add("no-hosts");
        lines.add("interface=" + settings.interfaceName());
        lines.add("except-interface=lo");
        lines.add("bind-interfaces");
        lines.add("log-dhcp");
        lines.add("log-facility=-");
        lines.add("dhcp-leasefile=" + state.resolve("dnsmasq.leases"));
        lines.add("pid-file=");
        if (asRoot) {
            lines.add("user=root");
            lines.add("group=root");
        }
        lines.add("enable-tftp");
        lines.add("tftp-root=" + tftpRoot);
        lines.addAll(range());
        lines.addAll(loaders());
        return String.join("\n", lines) + "\n";
    }

    private List<String> range() {
        return switch (settings.mode()) {
            case OFF -> List.of();
            case DHCP ->
                List.of(
                        "dhcp-authoritative",
                        "dhcp-range=" + settings.rangeStart() + "," + settings.rangeEnd() + ",1h");
            case PROXY_DHCP -> List.of("dhcp-range=" + address.getAddress().getHostAddress() + ",proxy," + netmask());
        };
    }

    private List<String> loaders() {
        List<String> lines = new ArrayList<>(List.of(
                "dhcp-match=set:ipxe,175",
                "dhcp-match=set:bios,option:client-arch,0",
                "dhcp-match=set:efi,option:client-arch,7",
                "dhcp-match=set:efi,option:client-arch,9",
                "dhcp-match=set:efihttp,option:client-arch,16",
                "dhcp-boot=tag:bios,tag:!ipxe," + BIOS_LOADER,
                "dhcp-boot=tag:efi,tag:!ipxe," + EFI_LOADER,
                "dhcp-option-force=tag:efihttp,tag:!ipxe,60,HTTPClient",
                "dhcp-boot=tag:efihttp,tag:!ipxe,http://" + host + "/boot/" + EFI_LOADER,
                "dhcp-boot=tag:ipxe,http://" + host + "/boot/boot.ipxe"));
        if (settings.mode() == BootSettings.Mode.PROXY_DHCP) {
            // UEFI asks a proxy again on port 4011, and only a boot service is answered there.
            lines.add("pxe-service=tag:!ipxe,x86PC,Slipway," + BIOS_LOADER);
            lines.add("pxe-service=tag:!ipxe,x86-64_EFI,Slipway," + EFI_LOADER);
            lines.add("pxe-service=tag:!ipxe,BC_EFI,Slipway," + EFI_LOADER);
        }
        return lines;
    }

    private String netmask() {
        int mask = (int) (0xffff_ffffL << (32 - address.getNetworkPrefixLength()));
        return "%d.%d.%d.%d".formatted(mask >>> 24, mask >>> 16 & 0xff, mask >>> 8 & 0xff, mask & 0xff);
    }
}
