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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final String UPDATE = "next.update";

    @Option(names = "--work", description = "Folder for images and stores (default: ${DEFAULT-VALUE}).")
    Path work = Path.of("/var/tmp/slipway-bench");

    private final List<String> details = new ArrayList<>();

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
     * @param sent by the web server: update, packs, extents and the answers' headers
     */
    private record Ours(long newBlocks, long manifest, long extents, long update, long fetched, long sent) {
        /** Without the update and without compression. */
        long whole() {
            return newBlocks + manifest + extents;
        }

        long total() {
            return sent;
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
                        + "| Next version | Changed resources, compressed | Whole file | zsync | casync | Slipway | Slipway / changed resources |%n"
                        + "|---|---|---|---|---|---|---|%n%s%n%n%s%n",
                Machine.describe(),
                Files.size(sample.base()),
                resources(sample.base()),
                String.join(System.lineSeparator(), rows),
                String.join(System.lineSeparator(), details));
        return 0;
    }

    private String measure(Path base, Path next) throws IOException, InterruptedException {
        Changed changed = changed(base, next);
        Ours ours = ours(base, next);
        System.err.println(next.getFileName() + ": " + changed + " " + ours);
        long zsync = zsync(base, next);
        long casync = casync(base, next);
        double ratio = (double) ours.total() / changed.total();
        details.add(String.format(
                Locale.ROOT,
                "%s: %d resources changed; sent were %d bytes of packs, an update of %d, and %d of extents and headers; without update"
                        + " and compression %d (%.3f)",
                name(next),
                changed.resources(),
                ours.fetched(),
                ours.update(),
                ours.sent() - ours.fetched() - ours.update(),
                ours.whole(),
                (double) ours.whole() / changed.total()));
        return String.format(
                Locale.ROOT,
                "| %s | %d (of it %d metadata) | %d | %d | %d | %d | %.3f (at most %.2f: %s) |",
                name(next),
                changed.total(),
                changed.metadataBytes(),
                Files.size(next),
                zsync,
                casync,
                ours.total(),
                ratio,
                TARGET,
                ratio <= TARGET ? "reached" : "missed");
    }

    private static String name(Path next) {
        return next.getFileName().toString().replaceAll("delta-2-|\\.wim", "");
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
            Files.write(folder.resolve(UPDATE), store.updateFrom(old, now));
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            String url = server.url("").replaceAll("/$", "");
            byte[] document = client.send(
                            HttpRequest.newBuilder(URI.create(server.url(UPDATE)))
                                    .timeout(Duration.ofMinutes(1))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            ContentUpdate update = place.update(document, now);
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
                    // Of what is compressed already nothing makes less; xz would take minutes to find that out.
                    "--compression=zstd",
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
