package dev.slipway.bench;

import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.Ingested;
import dev.slipway.content.SourceFile;
import dev.slipway.content.WimCutter;
import dev.slipway.wim.Resource;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Adding a WIM to the content store, beside sha256sum and cp of the same file. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "Measures adding a WIM to the content store beside sha256sum and cp.")
final class IngestBench implements Callable<Integer> {
    private static final double TARGET = 1.3;

    @Option(names = "--work", description = "Folder for the sample image and the stores (default: ${DEFAULT-VALUE}).")
    Path work = Path.of("/var/tmp/slipway-bench");

    @Option(names = "--image", description = "The WIM to add; one of 4 GB, not compressed, is made when none is given.")
    @org.jspecify.annotations.Nullable
    Path image;

    @Option(names = "--runs", description = "Runs of each (default: ${DEFAULT-VALUE}).")
    int runs = 5;

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(work);
        Path file = image == null ? LargeImage.in(work) : image;
        double load = Machine.load();
        List<Double> hash = new ArrayList<>();
        List<Double> copy = new ArrayList<>();
        List<Double> ingest = new ArrayList<>();
        List<Double> flushed = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            hash.add(Programs.seconds(List.of("sha256sum", file.toString())));
            Path copied = work.resolve("copy");
            long start = System.nanoTime();
            Programs.run("cp", file.toString(), copied.toString());
            copy.add((System.nanoTime() - start) / 1e9);
            Programs.run("sync", copied.toString());
            flushed.add((System.nanoTime() - start) / 1e9);
            Files.delete(copied);
            ingest.add(ingest(file));
        }
        double ratio = new Median(ingest).value() / new Median(hash).value();
        System.out.printf(
                Locale.ROOT,
                "%s%nload before the start %.1f; %.0f MB, %d runs, median (least–most)%n%n"
                        + "| sha256sum | cp | cp and sync | Ingest, flushed | Ingest / sha256sum |%n|---|---|---|---|---|%n"
                        + "| %s | %s | %s | %s | %.2f (at most %.1f: %s) |%n",
                Machine.describe(),
                load,
                Files.size(file) / 1e6,
                runs,
                new Median(hash),
                new Median(copy),
                new Median(flushed),
                new Median(ingest),
                ratio,
                TARGET,
                ratio <= TARGET ? "reached" : "missed");
        return 0;
    }

    private double ingest(Path file) throws IOException, InterruptedException {
        Path store = work.resolve("ingest-store");
        clear(store);
        long start = System.nanoTime();
        addWim(store, file);
        double seconds = (System.nanoTime() - start) / 1e9;
        clear(store);
        return seconds;
    }

    static ContentId addWim(Path folder, Path file) throws IOException, InterruptedException {
        try (ContentStore store = ContentStore.open(folder);
                WimFile wim = WimFile.open(file)) {
            WimCutter cutter =
                    new WimCutter(wim.resources().stream().map(Resource::range).toList());
            Ingested ingested = store.add(List.of(new SourceFile("image.wim", file, cutter)), IngestProgress.NONE);
            return ingested.content();
        }
    }

    static void clear(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
