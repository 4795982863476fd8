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

    /**
     * A WIM that the web server gives both as a file and as packs.
     *
     * @param name of its file, its store and its documents
     * @param index the image in it that is applied
     */
    private record Served(String name, Path file, int index) {}

    @Override
    public Integer call() throws Exception {
        work = Files.createDirectories(work).toRealPath();
        Path file = image == null ? SampleImage.in(work) : image.toRealPath();
        Served whole = serve("whole", file, index);
        Path single = work.resolve("single-index.wim");
        Files.deleteIfExists(single);
        Programs.run("wimlib-imagex", "export", file.toString(), Integer.toString(index), single.toString());
        // The times are taken where Slipway has no advantage: every byte of the file is needed.
        Served alone = serve("single", single, 1);
        double load = Machine.load();
        StreamedApply.Result bytes;
        try (Link link = Link.open(work.resolve("served"))) {
            for (int limit : new int[] {megabits, 0}) {
                link.limit(limit);
                rows.add(measure(link, alone, limit));
            }
            bytes = stream(link, whole);
        }
        compareTrees();
        print(whole, alone, bytes, load);
        return 0;
    }

    private Served serve(String name, Path file, int servedIndex) throws IOException, InterruptedException {
        Path served = Files.createDirectories(work.resolve("served"));
        Path link = served.resolve(name + ".wim");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, file);
        Path folder = served.resolve(name);
        IngestBench.clear(folder);
        ContentId content = IngestBench.addWim(folder, file);
        try (ContentStore store = ContentStore.open(folder)) {
            Files.write(
                    work.resolve(name + ".manifest"), store.manifest(content).encode());
        }
        return new Served(name, file, servedIndex);
    }

    private void compareTrees() throws IOException, InterruptedException {
        Programs.run(
                "diff",
                "-r",
                "--no-dereference",
                work.resolve("applied").toString(),
                work.resolve("streamed").toString());
    }

    /** The ways take turns, so that whatever else this computer does hits all alike. */
    private String measure(Link link, Served served, int limit) throws IOException, InterruptedException {
        List<Double> download = new ArrayList<>();
        List<Double> apply = new ArrayList<>();
        List<Double> both = new ArrayList<>();
        List<Double> streamed = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            download.add(download(link, served));
            apply.add(apply(served.file(), served.index()));
            double first = download(link, served);
            both.add(first + apply(work.resolve("downloaded.wim"), served.index()));
            streamed.add(stream(link, served).seconds());
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

    private double download(Link link, Served served) throws IOException, InterruptedException {
        Path target = work.resolve("downloaded.wim");
        Files.deleteIfExists(target);
        settle();
        return Programs.seconds(link.onMachine(
                List.of("curl", "-sS", "--fail", "-o", target.toString(), link.url(served.name() + ".wim"))));
    }

    private double apply(Path file, int image) throws IOException, InterruptedException {
        Path target = freshTarget("applied");
        settle();
        return Programs.seconds(List.of(
                "wimlib-imagex", "apply", file.toString(), Integer.toString(image), target.toString(), "--quiet"));
    }

    private StreamedApply.Result stream(Link link, Served served) throws IOException, InterruptedException {
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
                link.url(served.name()),
                work.resolve(served.name() + ".manifest").toString(),
                Integer.toString(served.index()),
                target.toString()))));
    }

    private Path freshTarget(String name) throws IOException {
        Path target = work.resolve(name);
        IngestBench.clear(target);
        return Files.createDirectory(target);
    }

    /** What an earlier run wrote shall not reach the disk at the expense of the next. */
    private void settle() throws IOException, InterruptedException {
        Programs.run("sync", "-f", work.toString());
    }

    private void print(Served whole, Served alone, StreamedApply.Result bytes, double load) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%s%nload before the start %.1f, after the end %.1f; targets on %s; %d runs, median (least–most)%n%n"
                        + "A WIM of %.0f MB with one index:%n%n",
                Machine.describe(),
                load,
                Machine.load(),
                Files.getFileStore(work).type(),
                runs,
                Files.size(alone.file()) / 1e6);
        System.out.println(
                "| Link | Download alone | Apply alone | One after the other | Slipway, streamed | Streamed / slower of the two |");
        System.out.println("|---|---|---|---|---|---|");
        rows.forEach(System.out::println);
        double ratio = (double) bytes.fetchedBytes() / bytes.neededBytes();
        System.out.printf(
                Locale.ROOT,
                "%nIndex %d out of a WIM with several:%n%n"
                        + "| Whole file | Blobs that the index needs | Fetched by Slipway | Fetched / needed |%n|---|---|---|---|%n"
                        + "| %d bytes | %d bytes | %d bytes | %.4f (at most %.2f: %s) |%n%n"
                        + "The trees that wimlib-imagex and Slipway wrote are equal (diff -r).%n",
                whole.index(),
                Files.size(whole.file()),
                bytes.neededBytes(),
                bytes.fetchedBytes(),
                ratio,
                BYTES_TARGET,
                ratio <= BYTES_TARGET ? "reached" : "missed");
    }
}
