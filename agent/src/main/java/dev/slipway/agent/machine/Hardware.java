package dev.slipway.agent.machine;

import dev.slipway.protocol.Firmware;
import dev.slipway.protocol.MachineIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What the kernel knows of this machine. */
public final class Hardware {
    private static final int ETHERNET = 1;
    private final Path root;

    public Hardware() {
        this(Path.of("/"));
    }

    /** @param root folder that holds {@code sys} and {@code proc} */
    public Hardware(Path root) {
        this.root = root;
    }

    public MachineIdentity identity() {
        return new MachineIdentity(
                dmi("product_uuid").toLowerCase(Locale.ROOT),
                macAddresses(),
                dmi("product_serial"),
                dmi("chassis_asset_tag"),
                dmi("sys_vendor"),
                dmi("product_name"),
                firmware(),
                architecture(),
                memoryBytes());
    }

    public Firmware firmware() {
        return Files.isDirectory(root.resolve("sys/firmware/efi")) ? Firmware.UEFI : Firmware.BIOS;
    }

    /** Addresses of this machine in the order of its interfaces, loopback and link-local left out. */
    public static List<String> ipAddresses() {
        List<String> addresses = new ArrayList<>();
        try {
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                network.inetAddresses()
                        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                        .map(InetAddress::getHostAddress)
                        .forEach(addresses::add);
            }
        } catch (SocketException e) {
            return List.of();
        }
        return addresses;
    }

    private String dmi(String name) {
        return text(root.resolve("sys/class/dmi/id").resolve(name));
    }

    /** Cards with a device behind them; so neither loopback nor bridges, bonds and tunnels. Wired ones first, each by name. */
    private List<String> macAddresses() {
        List<String> wired = new ArrayList<>();
        List<String> wireless = new ArrayList<>();
        try (Stream<Path> cards = Files.list(root.resolve("sys/class/net"))) {
            for (Path card : cards.sorted().toList()) {
                String address = text(card.resolve("address")).toLowerCase(Locale.ROOT);
                boolean ethernet = text(card.resolve("type")).equals(Integer.toString(ETHERNET));
                if (!Files.exists(card.resolve("device")) || !ethernet || address.isEmpty()) {
                    continue;
                }
                boolean radio = Files.exists(card.resolve("wireless")) || Files.exists(card.resolve("phy80211"));
                (radio ? wireless : wired).add(address);
            }
        } catch (IOException e) {
            return List.of();
        }
        wired.addAll(wireless);
        return wired.stream().distinct().toList();
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "amd64", "x86_64" -> "x64";
            case "aarch64" -> "ARM64";
            default -> name;
        };
    }

    private long memoryBytes() {
        for (String line : text(root.resolve("proc/meminfo")).split("\n")) {
            String[] fields = line.split("\\s+");
            if (fields.length >= 2 && fields[0].equals("MemTotal:") && fields[1].matches("\\d{1,15}")) {
                return Long.parseLong(fields[1]) * 1024;
            }
        }
        return 0;
    }

    /** @return empty where the firmware says nothing, or only root may read what it says */
    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
