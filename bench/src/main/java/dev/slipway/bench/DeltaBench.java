package dev.slipway.bench;

import dev.slipway.content.ContentId;
import dev.slipway.content.ContentSources;
import dev.slipway.content.ContentStore;
import dev.slipway.content.ContentUpdate;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.Ingested;
import dev.slipway.content.Pace;
import dev.slipway.content.ReceiveMode;
import dev.slipway.content.ReceiveProgress;
import dev.slipway.content.Received;
import dev.slipway.content.RetryPolicy;
import dev.slipway.content.SourceFile;
import dev.slipway.content.WebFolder;
import dev.slipway.content.WimCutter;
import dev.slipway.wim.Blob;
import dev.slipway.wim.Resource;
import dev.slipway.wim.Sha1;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Bytes on the wire for an image's next version. */
@Command(
        name = "delta",
        mixinStandardHelpOptions = true,
        description = "Counts the bytes that bring an image's next version to a place that has the one before.")
final class DeltaBench implements Callable<Integer> {
    private static final double TARGET = 1.05;

    @Option(names = "--work", description = "Folder for images and stores (default: ${DEFAULT-VALUE}).")
    Path work = Path.of("/var/tmp/slipway-bench");

    /** What changed, as the two files' own tables say: compressed sizes. */
    private record Changed(int resources, long bytes, long metadataBytes) {
        long total() {
            return bytes + metadataBytes;
        }
    }

    /**
     * What Slipway sends, in bytes.
     *
     * @param newBlocks what the store of the source lacked
     * @param fetched of packs
     * @param sent by the web server: packs, extents and the answers' headers
     */
    private record Ours(long newBlocks, long manifest, long extents, long update, long fetched, long sent) {
        /** Without the update and without compression. */
        long whole() {
            return newBlocks + manifest + extents;
        }

        long total() {
            return sent + update;
        }
    }

    @Override
    public Integer call() throws Exception {
        work = Files.createDirectories(work).toRealPath();
        DeltaSample sample = DeltaSample.in(work);
        List<String> rows = new ArrayList<>();
        for (Path next : List.of(sample.appended(), sample.rebuilt())) {
            rows.add(measure(sample.base(), next));
        }
        System.out.printf(
                Locale.ROOT,
                "%s%nVersion 1: %d bytes, LZX, %d resources%n%n"
                        + "| Next version | Changed resources | Whole file | zsync | casync | Slipway, plain documents | Slipway | Slipway / changed resources |%n"
                        + "|---|---|---|---|---|---|---|---|%n%s%n",
                Machine.describe(),
                Files.size(sample.base()),
                resources(sample.base()),
                String.join(System.lineSeparator(), rows));
        return 0;
    }

    private String measure(Path base, Path next) throws IOException, InterruptedException {
        Changed changed = changed(base, next);
        Ours ours = ours(base, next);
        System.err.println(next.getFileName() + ": " + changed + " " + ours);
        long zsync = zsync(base, next);
        long casync = casync(base, next);
        double ratio = (double) ours.total() / changed.total();
        return String.format(
                Locale.ROOT,
                "| %s | %d in %d resources, of it %d metadata | %d | %d | %d | %d | %d (blocks %d, update %d, extents and headers %d) | %.3f (at most %.2f: %s) |",
                next.getFileName(),
                changed.total(),
                changed.resources(),
                changed.metadataBytes(),
                Files.size(next),
                zsync,
                casync,
                ours.whole(),
                ours.total(),
                ours.fetched(),
                ours.update(),
                ours.sent() - ours.fetched(),
                ratio,
                TARGET,
                ratio <= TARGET ? "reached" : "missed");
    }

    private static int resources(Path file) throws IOException {
        try (WimFile wim = WimFile.open(file)) {
            return wim.blobs().size();
        }
    }

    private static Changed changed(Path base, Path next) throws IOException {
        try (WimFile old = WimFile.open(base);
                WimFile now = WimFile.open(next)) {
            Set<Sha1> known = new HashSet<>();
            old.blobs().forEach(blob -> known.add(blob.sha1()));
            List<Blob> fresh = now.blobs().stream()
                    .filter(blob -> !blob.resource().isMetadata() && !known.contains(blob.sha1()))
                    .toList();
            long metadata = 0;
            for (int index = 1; index <= now.images().size(); index++) {
                metadata += now.metadata(index).resource().sizeInWim();
            }
            return new Changed(
                    fresh.size(),
                    fresh.stream()
                            .mapToLong(blob -> blob.resource().sizeInWim())
                            .sum(),
                    metadata);
        }
    }

    /** A real transfer: the source's folder behind nginx, which counts what it sends, into a store that holds version 1. */
    private Ours ours(Path base, Path next) throws IOException, InterruptedException {
        Path folder = work.resolve("delta-store");
        Path receiver = work.resolve("delta-receiver");
        IngestBench.clear(folder);
        IngestBench.clear(receiver);
        IngestBench.addWim(receiver, base);
        try (ContentStore store = ContentStore.open(folder);
                ContentStore place = ContentStore.open(receiver);
                WebServer server = WebServer.open(folder, work)) {
            ContentId old = add(store, base).content();
            Ingested ingested = add(store, next);
            ContentId now = ingested.content();
            byte[] document = store.updateFrom(old, now);
            ContentUpdate update = place.update(document, now);
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            String url = server.url("").replaceAll("/$", "");
            Received received = place.receive(
                    update,
                    ContentSources.of(new WebFolder("source", url, client, WebFolder.Ticket.NONE)),
                    RetryPolicy.DEFAULT,
                    Pace.UNLIMITED,
                    ReceiveMode.MISSING,
                    ReceiveProgress.NONE);
            return new Ours(
                    ingested.newBytes(),
                    store.manifest(now).encode().length,
                    store.extents(now).encode().length,
                    document.length,
                    received.fetchedBytes(),
                    server.sentBytes());
        } finally {
            IngestBench.clear(folder);
            IngestBench.clear(receiver);
        }
    }

    private static Ingested add(ContentStore store, Path file) throws IOException, InterruptedException {
        try (WimFile wim = WimFile.open(file)) {
            WimCutter cutter =
                    new WimCutter(wim.resources().stream().map(Resource::range).toList());
            return store.add(List.of(new SourceFile("image.wim", file, cutter)), IngestProgress.NONE);
        }
    }

    private long zsync(Path base, Path next) throws IOException, InterruptedException {
        Path served = served(next);
        Path target = work.resolve("zsync-target");
        try (WebServer server = WebServer.open(served, work)) {
            Programs.run(
                    "zsyncmake",
                    "-u",
                    server.url("next.wim"),
                    "-o",
                    served.resolve("next.zsync").toString(),
                    served.resolve("next.wim").toString());
            Programs.run("zsync", "-q", "-i", base.toString(), "-o", target.toString(), server.url("next.zsync"));
            Programs.run("cmp", target.toString(), next.toString());
            return server.sentBytes();
        } finally {
            Files.deleteIfExists(target);
            IngestBench.clear(served);
        }
    }

    private long casync(Path base, Path next) throws IOException, InterruptedException {
        Path served = served(next);
        Path target = work.resolve("casync-target");
        try (WebServer server = WebServer.open(served, work)) {
            Programs.run(
                    "casync",
                    "make",
                    "--store=" + served.resolve("store.castr"),
                    served.resolve("next.caibx").toString(),
                    next.toString());
            Programs.run(
                    "casync",
                    "extract",
                    "--store=" + server.url("store.castr"),
                    "--seed=" + base,
                    server.url("next.caibx"),
                    target.toString());
            Programs.run("cmp", target.toString(), next.toString());
            return server.sentBytes();
        } finally {
            Files.deleteIfExists(target);
            IngestBench.clear(served);
        }
    }

    private Path served(Path next) throws IOException {
        Path served = work.resolve("delta-served");
        IngestBench.clear(served);
        Files.createDirectories(served);
        Files.createSymbolicLink(served.resolve("next.wim"), next);
        return served;
    }
}
