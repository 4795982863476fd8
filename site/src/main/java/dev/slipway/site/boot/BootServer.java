package dev.slipway.site.boot;

import dev.slipway.site.SlipwayException;
import dev.slipway.site.SlipwayProperties;
import dev.slipway.site.listener.Addresses;
import dev.slipway.site.settings.BootSettings;
import dev.slipway.site.settings.SiteSettings;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Keeps dnsmasq running as the settings say, for as long as the site runs. */
@Component
class BootServer {
    private static final Logger LOG = LoggerFactory.getLogger(BootServer.class);
    private final SiteSettings settings;
    private final Addresses addresses;
    private final SlipwayProperties properties;
    private @Nullable Dnsmasq running;
    private @Nullable BootSettings applied;
    private Status status = new Status(State.STOPPED, "");

    BootServer(SiteSettings settings, Addresses addresses, SlipwayProperties properties) {
        this.settings = settings;
        this.addresses = addresses;
        this.properties = properties;
    }

    enum State {
        STOPPED,
        RUNNING,
        FAILED
    }

    /** @param message why it failed; empty otherwise */
    record Status(State state, String message) {}

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        settings.onChange(this::apply);
        apply();
    }

    synchronized Status status() {
        return running == null ? status : running.status();
    }

    private synchronized void apply() {
        BootSettings wanted = settings.boot();
        if (wanted.equals(applied)) {
            return;
        }
        stop();
        applied = wanted;
        if (wanted.mode() == BootSettings.Mode.OFF) {
            return;
        }
        try {
            running = new Dnsmasq(properties.boot().dnsmasq(), write(wanted));
            LOG.info("Machines are answered on {} ({})", wanted.interfaceName(), wanted.mode());
        } catch (IOException | SlipwayException e) {
            status = new Status(State.FAILED, String.valueOf(e.getMessage()));
            LOG.error("Network boot does not start: {}", e.getMessage());
        }
    }

    @PreDestroy
    synchronized void stop() {
        Dnsmasq old = running;
        if (old != null) {
            old.close();
            running = null;
        }
        status = new Status(State.STOPPED, "");
    }

    private Path write(BootSettings wanted) throws IOException {
        Path folder = Files.createDirectories(properties.data().resolve("run"));
        InterfaceAddress address = address(wanted.interfaceName());
        String host = properties.address().isBlank() ? address.getAddress().getHostAddress() : properties.address();
        DnsmasqConfiguration configuration = new DnsmasqConfiguration(
                wanted,
                address,
                host + ":" + addresses.httpPort(),
                properties.boot().tftpFiles(),
                folder,
                isOnlyUser());
        Path partial = Files.writeString(folder.resolve("dnsmasq.conf.new"), configuration.text());
        return Files.move(
                partial,
                folder.resolve("dnsmasq.conf"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static InterfaceAddress address(String name) throws IOException {
        NetworkInterface found = NetworkInterface.getByName(name);
        if (found == null) {
            throw new SlipwayException(
                    "setting-invalid", 422, "This machine has no network interface " + name + "; choose another one.");
        }
        return found.getInterfaceAddresses().stream()
                .filter(address -> address.getAddress() instanceof Inet4Address)
                .findFirst()
                .orElseThrow(() -> new SlipwayException(
                        "setting-invalid",
                        422,
                        "The network interface " + name + " has no IPv4 address; give it one first."));
    }

    /** In a user namespace there may be nobody to drop rights to. */
    private static boolean isOnlyUser() throws IOException {
        Path map = Path.of("/proc/self/uid_map");
        if (!Files.exists(map)) {
            return false;
        }
        long users = Files.readAllLines(map).stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length == 3)
                .mapToLong(fields -> Long.parseLong(fields[2]))
                .sum();
        return users < 65_535;
    }
}
