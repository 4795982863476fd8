package dev.slipway.acceptance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A computer in the lab's network: a network namespace whose one cable can be made slow, lossy, or be pulled out. */
public final class LabHost implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String network;
    private final String namespace;
    private final String port;
    private final String address;
    private final Shell shell;

    LabHost(String network, int number, String address, Shell shell) {
        this.network = network;
        this.namespace = network + "h" + number;
        this.port = "host" + number;
        this.address = address;
        this.shell = shell;
    }

    void plugIn() throws IOException, InterruptedException {
        close();
        run("ip", "netns", "add", namespace);
        run("ip", "-n", network, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", namespace);
        run("ip", "-n", network, "link", "set", port, "master", "bridge", "up");
        run("ip", "-n", namespace, "addr", "add", address + "/24", "dev", "eth0");
        run("ip", "-n", namespace, "link", "set", "eth0", "up");
        run("ip", "-n", namespace, "link", "set", "lo", "up");
    }

    public String address() {
        return address;
    }

    /** The command as it must be started to run there. */
    public List<String> command(List<String> command) {
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        inside.addAll(command);
        return inside;
    }

    /** How fast the cable is, in each direction. @param megabits per second */
    public void rate(int megabits) throws IOException, InterruptedException {
        String rate = megabits + "mbit";
        String[] filter = {"root", "tbf", "rate", rate, "burst", "64kb", "latency", "200ms"};
        run(with(filter, "tc", "-n", network, "qdisc", "replace", "dev", port));
        run(with(filter, "tc", "-n", namespace, "qdisc", "replace", "dev", "eth0"));
    }

    private static String[] with(String[] rest, String... first) {
        String[] all = Arrays.copyOf(first, first.length + rest.length);
        System.arraycopy(rest, 0, all, first.length, rest.length);
        return all;
    }

    /** Of so many thousand packets that arrive one is lost each time it comes to that. @param perThousand 1 to 999 */
    public void lose(int perThousand) throws IOException, InterruptedException {
        filter("numgen random mod 1000 < " + perThousand + " drop");
    }

    /** Pulls the cable out: no packet arrives any more, and nobody is told. */
    public void cutOff() throws IOException, InterruptedException {
        filter("iifname eth0 drop");
    }

    /** Puts the cable back, without loss. */
    public void reconnect() throws IOException, InterruptedException {
        nft("add table inet lab; delete table inet lab");
    }

    private void filter(String rule) throws IOException, InterruptedException {
        reconnect();
        nft(
                "add table inet lab; add chain inet lab arriving { type filter hook input priority 0; }; add rule inet lab arriving "
                        + rule);
    }

    private void nft(String rules) throws IOException, InterruptedException {
        shell.run(
                LIMIT,
                rules.replace("; add", "\nadd").replace("; delete", "\ndelete"),
                command(List.of("nft", "-f", "-")));
    }

    private void run(String... command) throws IOException, InterruptedException {
        shell.run(LIMIT, command);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        shell.run(
                LIMIT,
                "sh",
                "-c",
                "ip netns pids \"$0\" 2>/dev/null | xargs -r kill -9; ip netns del \"$0\" 2>/dev/null; true",
                namespace);
    }
}
