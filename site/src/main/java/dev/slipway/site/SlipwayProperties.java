package dev.slipway.site;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What an administrator sets before the start, as {@code --slipway.data=…} or in {@code application.properties}; see docs/guide/configuration.md.
 * Defaults stand in the {@code application.properties} inside the program.
 *
 * @param data folder of everything that the site keeps
 * @param siteCode three upper-case letters or digits, the beginning of every package identifier; fixed at the first start
 * @param organisation shown on machines
 * @param httpPort console, API, boot files, content; 0 for any free port
 * @param tlsPort machines; 0 for any free port
 * @param address host name or address under which machines reach this site; empty: the one they used
 * @param approval whether unknown machines wait for an administrator
 * @param plainConsole from where console and API may be used without TLS
 * @param operations how many pieces of long work run at once, at least 1
 */
@ConfigurationProperties("slipway")
public record SlipwayProperties(
        Path data,
        String siteCode,
        String organisation,
        int httpPort,
        int tlsPort,
        String address,
        Approval approval,
        PlainConsole plainConsole,
        int operations,
        Database database,
        Boot boot) {

    public SlipwayProperties {
        if (!siteCode.matches("[A-Z0-9]{3}")) {
            throw new IllegalArgumentException(
                    "slipway.site-code must be three upper-case letters or digits, not \"" + siteCode + "\"");
        }
        data = data.toAbsolutePath().normalize();
    }

    /** Whether an unknown machine waits for an administrator, or is let in by itself. */
    public enum Approval {
        MANUAL,
        AUTOMATIC
    }

    /** Without TLS, console and API answer this machine alone, or (behind a proxy of one's own, or in a closed network) everybody. */
    public enum PlainConsole {
        LOCAL,
        EVERYWHERE
    }

    /** @param url JDBC URL of a PostgreSQL database; empty: SQLite in the data folder */
    public record Database(String url, String user, String password) {
        @Override
        public String toString() {
            return "Database[" + url + "]";
        }
    }

    /**
     * Network boot (PXE-1).
     *
     * @param interfaceName as {@code slipway.boot.interface}: the network interface on which machines are answered
     * @param rangeStart first address for mode {@code dhcp}
     * @param tftpFiles folder with undionly.kpxe and snponly.efi
     * @param dnsmasq the program
     * @param kernelArguments added to the boot image's kernel command line
     */
    public record Boot(
            Mode mode,

            @org.springframework.boot.context.properties.bind.Name("interface")
            String interfaceName,

            String rangeStart,
            String rangeEnd,
            Path tftpFiles,
            Path dnsmasq,
            String kernelArguments) {

        /** Answer not at all, beside the network's own DHCP server, or as its DHCP server. */
        public enum Mode {
            OFF,
            PROXY,
            DHCP
        }
    }
}
