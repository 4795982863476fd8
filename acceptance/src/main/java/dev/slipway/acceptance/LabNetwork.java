package dev.slipway.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of its own for virtual machines: a namespace with a bridge, joined to this machine by one virtual cable whose near end
 * the site serves. Nothing of it is reachable from, or reaches, any other network. Needs root.
 */
public final class LabNetwork implements AutoCloseable {
    private final String namespace;
    private final int number;
    private final Shell shell;
    private int taps;

    private LabNetwork(int number, Path log) {
        this.namespace = "slipway" + number;
        this.number = number;
        this.shell = new Shell(log);
    }

    /**
     * Opens the network; what a killed run left of the same number is removed first.
     *
     * @param number 0 to 200: names and addresses follow from it, so that several can stand side by side
     */
    public static LabNetwork open(int number, Path log) throws IOException, InterruptedException {
        LabNetwork network = new LabNetwork(number, log);
        network.close();
        network.ip("netns", "add", network.namespace);
        network.ip(
                "link",
                "add",
                network.interfaceName(),
                "type",
                "veth",
                "peer",
                "name",
                "uplink",
                "netns",
                network.namespace);
        network.ip("addr", "add", network.address() + "/24", "dev", network.interfaceName());
        network.ip("link", "set", network.interfaceName(), "up");
        network.inside("link", "add", "bridge", "type", "bridge", "forward_delay", "0");
        network.inside("link", "set", "uplink", "master", "bridge", "up");
        network.inside("link", "set", "bridge", "up");
        network.inside("link", "set", "lo", "up");
        return network;
    }

    /** A network that another process opened. */
    public static LabNetwork existing(int number, Path log) {
        return new LabNetwork(number, log);
    }

    /** The interface on which the site answers DHCP. */
    public String interfaceName() {
        return "slipway" + number;
    }

    /** The site's address on it. */
    public String address() {
        return "10.213." + number + ".1";
    }

    /** First and last address for machines, as dnsmasq writes ranges. */
    public String range() {
        return "10.213." + number + ".100,10.213." + number + ".200";
    }

    public String namespace() {
        return namespace;
    }

    /** Plugs in a cable for one machine. @return the TAP device's name, inside the namespace */
    public synchronized String tap() throws IOException, InterruptedException {
        String tap = "tap" + ProcessHandle.current().pid() % 100_000 + "x" + taps++;
        inside("tuntap", "add", "dev", tap, "mode", "tap");
        inside("link", "set", tap, "master", "bridge", "up");
        return tap;
    }

    /**
     * Plugs in a computer of its own: a namespace with one interface.
     *
     * @param host 2 to 99: the last part of its address
     */
    public LabHost host(int host) throws IOException, InterruptedException {
        LabHost plugged = new LabHost(namespace, host, "10.213." + number + "." + host, shell);
        plugged.plugIn();
        return plugged;
    }

    /** The command as it must be started to run inside. */
    public List<String> command(List<String> command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        inside.addAll(command);
        return inside;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        // Deleting the namespace deletes its end of the cable, and with it ours.
        shell.run(
                Duration.ofSeconds(20),
                "sh",
                "-c",
                "ip netns pids \"$0\" 2>/dev/null | xargs -r kill -9; ip netns del \"$0\" 2>/dev/null; "
                        + "ip link del \"$1\" 2>/dev/null; true",
                namespace,
                interfaceName());
    }

    private void ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        shell.run(Duration.ofSeconds(20), "", command);
    }

    private void inside(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip", "-n", namespace));
        command.addAll(List.of(arguments));
        shell.run(Duration.ofSeconds(20), "", command);
    }
}
