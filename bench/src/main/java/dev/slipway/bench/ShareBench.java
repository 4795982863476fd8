package dev.slipway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Adding a WIM from a share to a site, beside adding it from the site's own disk and beside Samba's client. */
@Command(
        name = "share",
        mixinStandardHelpOptions = true,
        description =
                "Measures adding an image from a share (Samba on this computer) beside smbclient and a local path.")
final class ShareBench implements Callable<Integer> {
    @Option(names = "--work", description = "Folder for image, site and Samba (default: ${DEFAULT-VALUE}).")
    Path work = Path.of("/var/tmp/slipway-bench");

    @Option(names = "--image", description = "The WIM to add; one of 4 GB, not compressed, is made when none is given.")
    @org.jspecify.annotations.Nullable
    Path image;

    @Option(names = "--runs", description = "Runs of each (default: ${DEFAULT-VALUE}).")
    int runs = 3;

    @Override
    public Integer call() throws Exception {
        work = Files.createDirectories(work).toRealPath();
        Path file = (image == null ? LargeImage.in(work) : image).toRealPath();
        String name = file.getFileName().toString();
        Path folder = work.resolve("samba");
        IngestBench.clear(folder);
        double load = Machine.load();
        List<Double> client = new ArrayList<>();
        List<Double> local = new ArrayList<>();
        List<Double> share = new ArrayList<>();
        try (Samba samba = Samba.start(folder, Objects.requireNonNull(file.getParent()))) {
            for (int run = 0; run < runs; run++) {
                Path got = work.resolve("copy");
                client.add(samba.clientSeconds(name, got));
                Files.delete(got);
                local.add(added(file.toString()));
                share.add(added(samba.unc(name)));
            }
        } finally {
            IngestBench.clear(folder);
        }
        System.out.printf(
                Locale.ROOT,
                "%s%nload before the start %.1f; %.0f MB, signed, %d runs, median (least–most)%n%n"
                        + "| smbclient get | Added from a local path | Added from the share | Share / local | MB/s from the share |%n|---|---|---|---|---|%n"
                        + "| %s | %s | %s | %.2f | %.0f |%n",
                Machine.describe(),
                load,
                Files.size(file) / 1e6,
                runs,
                new Median(client),
                new Median(local),
                new Median(share),
                new Median(share).value() / new Median(local).value(),
                Files.size(file) / 1e6 / new Median(share).value());
        return 0;
    }

    /** To a site that has nothing yet: what it has, it would not write again. */
    private double added(String path) throws IOException, InterruptedException {
        Path data = work.resolve("share-site");
        IngestBench.clear(data);
        try (MeasuredSite site = MeasuredSite.start(data, Programs.serverOptions())) {
            site.putSourceAccount(Samba.USER, Samba.PASSWORD);
            long start = System.nanoTime();
            site.addImage(path, path.startsWith("\\\\") ? Samba.USER : "");
            return (System.nanoTime() - start) / 1e9;
        } finally {
            IngestBench.clear(data);
        }
    }
}
