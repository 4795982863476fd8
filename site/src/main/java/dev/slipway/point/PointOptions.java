package dev.slipway.point;

import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an administrator says at the start. */
final class PointOptions {
    @Option(
            names = "--join-code",
            paramLabel = "CODE",
            defaultValue = "${env:SLIPWAY_JOIN_CODE}",
            description =
                    "at the first start: the code that the site showed (or in the environment as SLIPWAY_JOIN_CODE)")
    private @Nullable String joinCode;

    @Option(
            names = "--site",
            paramLabel = "URL",
            description =
                    "https://HOST:PORT of the site, when this server reaches it by another address than the code says")
    String site = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "folder of content, key and certificate (default: ${DEFAULT-VALUE})")
    Path data = defaultData();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "as the site shall call it (default: ${DEFAULT-VALUE})")
    String name = hostName();

    @Option(
            names = "--address",
            paramLabel = "HOST",
            description =
                    "host name or address by which machines reach this server (default: the one that the site sees)")
    String address = "";

    @Option(names = "--http-port", paramLabel = "PORT", description = "for machines (default: ${DEFAULT-VALUE})")
    int httpPort = 8080;

    @Option(names = "--tls-port", paramLabel = "PORT", description = "the same over TLS (default: ${DEFAULT-VALUE})")
    int tlsPort = 8443;

    @Option(
            names = "--removal-grace",
            paramLabel = "DURATION",
            description =
                    "how long removed content is still served to those who read it, as PT15M (default: ${DEFAULT-VALUE})")
    Duration removalGrace = Duration.ofMinutes(15);

    /** This server's, which may be wrong: what counts is the site's. */
    InstantSource clock = InstantSource.system();

    String joinCode() {
        return joinCode == null ? "" : joinCode.strip();
    }

    static Path defaultData() {
        return "root".equals(System.getProperty("user.name"))
                ? Path.of("/var/lib/slipway-point")
                : Path.of(System.getProperty("user.home", "."), ".local", "share", "slipway-point");
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "point";
        }
    }

    void check() throws PointException {
        if (!site.isEmpty()) {
            requireSite();
        }
        if (httpPort < 0 || httpPort > 65_535 || tlsPort < 0 || tlsPort > 65_535) {
            throw PointException.usage("A port is a number from 1 to 65535 (0 for any free one).");
        }
        if (httpPort == tlsPort && httpPort != 0) {
            throw PointException.usage("--http-port and --tls-port cannot be the same.");
        }
        if (!address.matches("([A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])?")) {
            throw PointException.usage("--address takes a host name or an address; IPv6 in brackets.");
        }
        if (removalGrace.isNegative()) {
            throw PointException.usage("--removal-grace cannot be negative.");
        }
    }

    private void requireSite() throws PointException {
        try {
            URI url = URI.create(site);
            if ("https".equals(url.getScheme()) && url.getHost() != null) {
                site = site.replaceAll("/+$", "");
                return;
            }
        } catch (IllegalArgumentException e) {
            throw PointException.usage("--site is no address: " + e.getMessage());
        }
        throw PointException.usage("--site takes https://HOST:PORT, not " + site);
    }

    /** @param siteUrl the own address is that from which the site is reached */
    String addressTowards(String siteUrl) {
        if (!address.isEmpty()) {
            return address;
        }
        URI url = URI.create(siteUrl);
        try (DatagramSocket socket = new DatagramSocket()) {
            // Connecting a datagram socket sends nothing; it asks the routing table.
            socket.connect(new InetSocketAddress(url.getHost(), Math.max(url.getPort(), 1)));
            InetAddress own = socket.getLocalAddress();
            String text = own.getHostAddress();
            return own instanceof Inet6Address ? "[" + text.replaceAll("%.*", "") + "]" : text;
        } catch (SocketException | java.io.UncheckedIOException | IllegalArgumentException e) {
            return hostName();
        }
    }
}
