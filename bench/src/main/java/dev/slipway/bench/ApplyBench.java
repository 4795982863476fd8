package dev.slipway.bench;

import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One index of a WIM onto a disk: the peers' way, file first, beside Slipway's, while it arrives. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Measures download, wimlib-imagex apply, one after the other, and Slipway's streaming apply.")
final class ApplyBench implements Callable<Integer> {
    private static final double TIME_TARGET = 1.15;
    private static final double BYTES_TARGET = 1.02;

    @Option(names = "--work", description = "Folder for images, store and targets (default: ${DEFAULT-VALUE}).")
    Path work = Path.of("/var/tmp/slipway-bench");

    @Option(
            names = "--image",
            description = "The WIM to apply; one is made of this computer's programs when none is given.")
    @Nullable
    Path image;

    @Option(names = "--index", description = "The index to apply (default: ${DEFAULT-VALUE}).")
    int index = 2;

    @Option(names = "--runs", description = "Runs of each way (default: ${DEFAULT-VALUE}).")
    int runs = 3;

    @Option(names = "--megabits", description = "The limited link's rate in Mbit/s (default: ${DEFAULT-VALUE}).")
    int megabits = 200;

    private final List<String> rows = new ArrayList<>();
    private StreamedApply.Result last = new StreamedApply.Result(0, 0, 0);

    @Override
    public Integer call() throws Exception {
        work = Files.createDirectories(work).toRealPath();
        Path file = image == null ? SampleImage.in(work) : image;
        Path served = Files.createDirectories(work.resolve("served"));
        Path servedFile = served.resolve("image.wim");
        Files.deleteIfExists(servedFile);
        Files.createLink(servedFile, file.toRealPath());
        IngestBench.clear(served.resolve("store"));
        ContentId content = IngestBench.addWim(served.resolve("store"), servedFile);
        writeDocuments(served.resolve("store"), content);
        double load = Machine.load();
        try (Link link = Link.open(served)) {
            for (int limit : new int[] {megabits, 0}) {
                link.limit(limit);
                rows.add(measure(link, file, limit));
            }
        }
        print(file, load);
        return 0;
    }

    private void writeDocuments(Path store, ContentId content) throws IOException {
        try (ContentStore opened = ContentStore.open(store)) {
            Files.write(work.resolve("manifest"), opened.manifest(content).encode());
            Files.write(work.resolve("extents"), opened.extents(content).encode());
        }
    }

    /** The ways take turns, so that whatever else this computer does hits all alike. */
    private String measure(Link link, Path file, int limit) throws IOException, InterruptedException {
        List<Double> download = new ArrayList<>();
        List<Double> apply = new ArrayList<>();
        List<Double> both = new ArrayList<>();
        List<Double> streamed = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            download.add(download(link));
            apply.add(apply(file));
            double first = download(link);
            both.add(first + apply(work.resolve("downloaded.wim")));
            last = stream(link);
            streamed.add(last.seconds());
            System.err.printf(
                    Locale.ROOT,
                    "%s, run %d: download %.2f, apply %.2f, one after the other %.2f, streamed %.2f%n",
                    limit == 0 ? "unlimited" : limit + " Mbit/s",
                    run + 1,
                    download.getLast(),
                    apply.getLast(),
                    both.getLast(),
                    streamed.getLast());
        }
        double slower = Math.max(new Median(download).value(), new Median(apply).value());
        double ratio = new Median(streamed).value() / slower;
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %.2f (at most %.2f: %s) |",
                limit == 0 ? "unlimited" : limit + " Mbit/s",
                new Median(download),
                new Median(apply),
                new Median(both),
                new Median(streamed),
                ratio,
                TIME_TARGET,
                ratio <= TIME_TARGET ? "reached" : "missed");
    }

    private double download(Link link) throws IOException, InterruptedException {
        Path target = work.resolve("downloaded.wim");
        Files.deleteIfExists(target);
        settle();
        return Programs.seconds(
                link.onMachine(List.of("curl", "-sS", "--fail", "-o", target.toString(), link.url("image.wim"))));
    }

    private double apply(Path file) throws IOException, InterruptedException {
        Path target = freshTarget("applied");
        settle();
        return Programs.seconds(List.of(
                "wimlib-imagex", "apply", file.toString(), Integer.toString(index), target.toString(), "--quiet"));
    }

    private StreamedApply.Result stream(Link link) throws IOException, InterruptedException {
        Path target = freshTarget("streamed");
        settle();
        return StreamedApply.Result.parse(Programs.run(link.onMachine(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName(),
                "streamed-apply",
                link.url("store/packs"),
                work.resolve("manifest").toString(),
                work.resolve("extents").toString(),
                Integer.toString(index),
                target.toString()))));
    }

    private Path freshTarget(String name) throws IOException {
        Path target = work.resolve(name);
        IngestBench.clear(target);
        return Files.createDirectory(target);
    }

    /** What an earlier run wrote shall not reach the disk at the expense of the next. */
    private static void settle() throws IOException, InterruptedException {
        Programs.run("sync");
    }

    private void print(Path file, double load) throws IOException, InterruptedException {
        Programs.run(
                "diff",
                "-r",
                "--no-dereference",
                work.resolve("applied").toString(),
                work.resolve("streamed").toString());
        double ratio = (double) last.fetchedBytes() / last.neededBytes();
        System.out.printf(
                Locale.ROOT,
                "%s%nload before the start %.1f; image of %.0f MB, index %d, %d runs, median (least–most)%n%n",
                Machine.describe(),
                load,
                Files.size(file) / 1e6,
                index,
                runs);
        System.out.println(
                "| Link | Download alone | Apply alone | One after the other | Slipway, streamed | Streamed / slower of the two |");
        System.out.println("|---|---|---|---|---|---|");
        rows.forEach(System.out::println);
        System.out.printf(
                Locale.ROOT,
                "%n| Whole file | Blobs that the index needs | Fetched by Slipway | Fetched / needed |%n|---|---|---|---|%n"
                        + "| %d bytes | %d bytes | %d bytes | %.4f (at most %.2f: %s) |%n%nBoth trees are equal (diff -r).%n",
                Files.size(file),
                last.neededBytes(),
                last.fetchedBytes(),
                ratio,
                BYTES_TARGET,
                ratio <= BYTES_TARGET ? "reached" : "missed");
    }
}
