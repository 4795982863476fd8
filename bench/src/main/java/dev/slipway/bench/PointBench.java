package dev.slipway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A distribution point beside nginx, which serves the same packs with sendfile and the same certificate. */
@Command(
        name = "point",
        mixinStandardHelpOptions = true,
        description = "Measures throughput and CPU of a distribution point beside nginx on the same files.")
final class PointBench implements Callable<Integer> {
    private static final double PLAIN_TARGET = 0.95;
    private static final double TLS_TARGET = 0.9;
    private static final double CPU_TARGET = 1.3;
    /** What `getconf CLK_TCK` says on every Linux of today. */
    private static final double TICKS_PER_SECOND = 100;

    /** A compiler works on what ran some ten thousand times; ranges of 16 MiB are so few that it would work all through the runs. */
    private static final int WARM_REQUESTS = 30_000;

    private static final int WARM_RANGE_BYTES = 64 << 10;

    /** A hundred machines shake hands a hundred times; cold code would take longer for that than for a gigabyte. */
    private static final int WARM_CONNECTIONS = 2_000;

    private static final int WARM_RANGES = 500;

    @Option(names = "--work", description = "Folder for image and store (default: ${DEFAULT-VALUE}).")
    Path work = Path.of("/var/tmp/slipway-bench");

    @Option(names = "--runs", description = "Runs of each (default: ${DEFAULT-VALUE}).")
    int runs = 3;

    @Option(names = "--machines", split = ",", description = "How many fetch at once (default: 1,16,100).")
    List<Integer> machines = List.of(1, 16, 100);

    @Option(names = "--gigabytes", description = "Fetched in each run, together (default: ${DEFAULT-VALUE}).")
    int gigabytes = 12;

    @Option(names = "--range-megabytes", description = "Length of the ranges (default: ${DEFAULT-VALUE}).")
    int rangeMegabytes = 16;

    @Option(
            names = "--java",
            split = " ",
            description = "The point's Java options (default: as ./slipway distribution-point sets them).")
    List<String> javaOptions = Programs.serverOptions();

    @Option(names = "--no-pinning", description = "Let the scheduler place clients and servers on the same processor.")
    boolean unpinned;

    private final int clientCore = Runtime.getRuntime().availableProcessors() - 1;

    /** One of the two, with what it took in each run. */
    private record Server(String name, String plainUrl, String tlsUrl, long pid, List<Double> rates, List<Double> cpu) {
        Server fresh() {
            return new Server(name, plainUrl, tlsUrl, pid, new ArrayList<>(), new ArrayList<>());
        }
    }

    @Override
    public Integer call() throws Exception {
        work = Files.createDirectories(work).toRealPath();
        DeltaSample sample = DeltaSample.in(work);
        Path data = work.resolve("point");
        IngestBench.clear(data);
        double load = Machine.load();
        List<String> rows = new ArrayList<>();
        List<String> cold = new ArrayList<>();
        long mostBytes;
        try (PointProcess point = PointProcess.open(data, sample.base(), javaOptions);
                WebServer nginx = WebServer.open(point.packs(), work, point.keys())) {
            String file = point.pack() + ".pack";
            long size = Files.size(point.packs().resolve(file));
            Server ours = new Server(
                    "Slipway", point.url(false), point.url(true), point.pid(), new ArrayList<>(), new ArrayList<>());
            Server peer = new Server(
                    "nginx", nginx.url(file), nginx.tlsUrl(file), nginx.pid(), new ArrayList<>(), new ArrayList<>());
            pin(point.pid());
            pin(nginx.pid());
            for (boolean tls : new boolean[] {false, true}) {
                cold.add(cold(ours.fresh(), tls, size));
                // A point runs for months.
                warm(ours, tls, size);
                warm(peer, tls, size);
                for (int count : machines) {
                    rows.add(compare(ours.fresh(), peer.fresh(), tls, count, size));
                }
            }
            mostBytes = mostMemory(point.pid());
        } finally {
            IngestBench.clear(data);
        }
        System.out.printf(
                Locale.ROOT,
                "%s%nload before the start %.1f; %d GB a run in ranges of %d MiB, keep-alive, page cache; warmed up by %d requests, %d connections and %d ranges; %d runs, median;"
                        + " %s; Java options %s%n%n"
                        + "| Way | Machines | nginx MB/s | Slipway MB/s | Slipway / nginx | nginx CPU s/GB | Slipway CPU s/GB | Slipway / nginx |%n"
                        + "|---|---|---|---|---|---|---|---|%n%s%n%nThe first %d GB of a fresh process: %s.%nMost memory that the point had at once: %.0f MB%n",
                Machine.describe(),
                load,
                gigabytes,
                rangeMegabytes,
                WARM_REQUESTS,
                WARM_CONNECTIONS,
                WARM_RANGES,
                runs,
                unpinned ? "not pinned" : "clients on processor " + clientCore + ", servers on the others",
                String.join(" ", javaOptions),
                String.join(System.lineSeparator(), rows),
                gigabytes,
                String.join(", ", cold),
                mostBytes / 1e6);
        return 0;
    }

    private String compare(Server ours, Server peer, boolean tls, int count, long size)
            throws IOException, InterruptedException {
        for (int run = 0; run < runs; run++) {
            // Each is first as often as the other.
            for (Server server : run % 2 == 0 ? List.of(ours, peer) : List.of(peer, ours)) {
                run(server, tls, count, size);
            }
        }
        double rate = new Median(ours.rates()).value() / new Median(peer.rates()).value();
        double cpu = new Median(ours.cpu()).value() / new Median(peer.cpu()).value();
        double target = tls ? TLS_TARGET : PLAIN_TARGET;
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %.0f | %.2f (at least %.2f: %s) | %.3f | %.3f | %.2f%s |",
                tls ? "TLS 1.3" : "plain",
                count,
                new Median(peer.rates()).value(),
                new Median(ours.rates()).value(),
                rate,
                target,
                rate >= target ? "reached" : "missed",
                new Median(peer.cpu()).value(),
                new Median(ours.cpu()).value(),
                cpu,
                tls ? "" : cpu <= CPU_TARGET ? " (at most 1.30: reached)" : " (at most 1.30: missed)");
    }

    private String cold(Server ours, boolean tls, long size) throws IOException, InterruptedException {
        run(ours, tls, 1, size);
        return String.format(
                Locale.ROOT,
                "%s %.3f CPU s/GB at %.0f MB/s",
                tls ? "TLS 1.3" : "plain",
                ours.cpu().getFirst(),
                ours.rates().getFirst());
    }

    private void warm(Server server, boolean tls, long size) throws IOException, InterruptedException {
        Path requests = work.resolve("requests");
        String url = tls ? server.tlsUrl() : server.plainUrl();
        write(requests, url, WARM_RANGE_BYTES, WARM_REQUESTS, size, List.of());
        fetch(requests, 16);
        write(requests, url, WARM_RANGE_BYTES, WARM_CONNECTIONS, size, List.of("header = \"Connection: close\""));
        fetch(requests, 16);
        write(requests, url, range(), WARM_RANGES, size, List.of());
        fetch(requests, 16);
    }

    /**
     * Clients get the last processor for themselves, servers the others: where client and server meet on one, the client does part of the
     * server's work in its own time, and the figures jump by a factor of four from run to run.
     */
    private void pin(long pid) throws IOException, InterruptedException {
        if (unpinned || clientCore == 0) {
            return;
        }
        for (long each : withChildren(pid)) {
            Programs.run("taskset", "--all-tasks", "--cpu-list", "--pid", "0-" + (clientCore - 1), Long.toString(each));
        }
    }

    private void run(Server server, boolean tls, int count, long size) throws IOException, InterruptedException {
        Path requests = work.resolve("requests");
        long range = range();
        int number = (int) Math.ceilDiv(gigabytes * 1_000_000_000L, range);
        write(requests, tls ? server.tlsUrl() : server.plainUrl(), range, number, size, List.of());
        long bytes = range * number;
        double before = cpuSeconds(server.pid());
        double seconds = fetch(requests, count);
        double cpu = cpuSeconds(server.pid()) - before;
        server.rates().add(bytes / 1e6 / seconds);
        server.cpu().add(cpu / (bytes / 1e9));
        System.err.printf(
                Locale.ROOT,
                "%s, %s, %d machines: %.0f MB/s, %.3f CPU seconds per GB%n",
                server.name(),
                tls ? "TLS" : "plain",
                count,
                bytes / 1e6 / seconds,
                cpu / (bytes / 1e9));
    }

    private long range() {
        return (long) rangeMegabytes << 20;
    }

    private double fetch(Path requests, int count) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (!unpinned && clientCore > 0) {
            command.addAll(List.of("taskset", "--cpu-list", Integer.toString(clientCore)));
        }
        command.addAll(List.of(
                "curl",
                "--config",
                requests.toString(),
                "--parallel",
                "--parallel-immediate",
                "--parallel-max",
                Integer.toString(count)));
        return Programs.seconds(command);
    }

    /** One request after the other through the pack, from its start again at its end. */
    private static void write(Path file, String url, long range, int number, long size, List<String> more)
            throws IOException {
        List<String> lines = new ArrayList<>();
        long at = 0;
        for (int request = 0; request < number; request++) {
            if (at + range > size) {
                at = 0;
            }
            if (!lines.isEmpty()) {
                lines.add("next");
            }
            lines.addAll(List.of(
                    "url = \"" + url + "\"",
                    "range = " + at + "-" + (at + range - 1),
                    "output = /dev/null",
                    "silent",
                    "show-error",
                    "fail",
                    "insecure",
                    "http1.1",
                    // The same cipher for both.
                    "tlsv1.3",
                    "tls13-ciphers = TLS_AES_128_GCM_SHA256"));
            lines.addAll(more);
            at += range;
        }
        Files.write(file, lines);
    }

    /** The most that a process had resident, in bytes; proc(5). */
    private static long mostMemory(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElse(0);
    }

    private static List<Long> withChildren(long pid) {
        List<Long> pids = new ArrayList<>(List.of(pid));
        try (Stream<ProcessHandle> children =
                ProcessHandle.of(pid).orElseThrow().descendants()) {
            children.forEach(child -> pids.add(child.pid()));
        }
        return pids;
    }

    /** User and system time of a process and its children, proc(5). */
    private static double cpuSeconds(long pid) throws IOException {
        double seconds = 0;
        for (long each : withChildren(pid)) {
            String stat = Files.readString(Path.of("/proc/" + each + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            seconds += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        }
        return seconds;
    }
}
