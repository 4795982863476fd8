package dev.slipway.bench;

import dev.slipway.content.Extents;
import dev.slipway.protocol.TicketSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a whole site takes of the memory while machines fetch from it and an image is added. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "Measures the memory of a site while transfers run and an image is added.")
final class MemoryBench implements Callable<Integer> {
    private static final long TARGET_BYTES = 512_000_000;

    @Option(names = "--work", description = "Folder for the sample images and the site (default: ${DEFAULT-VALUE}).")
    Path work = Path.of("/var/tmp/slipway-bench");

    @Option(names = "--transfers", description = "At the same time, half of them over TLS (default: ${DEFAULT-VALUE}).")
    int transfers = 10;

    @Option(
            names = "--java",
            split = " ",
            description = "The site's Java options (default: as ./slipway up sets them).")
    List<String> javaOptions = Programs.serverOptions();

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(work);
        Path image = SampleImage.in(work);
        Path large = LargeImage.in(work);
        Path data = work.resolve("memory-site");
        IngestBench.clear(data);
        try (MeasuredSite site = MeasuredSite.start(data, javaOptions)) {
            String content = site.addImage(image);
            long first = site.peakBytes();
            List<Process> running = new ArrayList<>();
            try {
                for (int i = 0; i < transfers; i++) {
                    running.add(fetchAgainAndAgain(data, content, site.contentUrl(i % 2 == 1)));
                }
                Thread.sleep(Duration.ofSeconds(20));
                long serving = site.peakBytes();
                site.addImage(large);
                long both = site.peakBytes();
                requireAllAlive(running);
                System.out.printf(
                        Locale.ROOT,
                        "%s, load %.1f; Java options %s%n%d transfers, then a WIM of %.0f MB added beside them; the process's resident memory,"
                                + " highest so far%n%n"
                                + "| After adding the first image | With ten transfers | With ten transfers and the ingest |%n|---|---|---|%n"
                                + "| %.0f MB | %s | %s |%n",
                        Machine.describe(),
                        Machine.load(),
                        String.join(" ", javaOptions),
                        transfers,
                        Files.size(large) / 1e6,
                        first / 1e6,
                        judged(serving),
                        judged(both));
            } finally {
                running.forEach(process -> {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                });
            }
        } finally {
            IngestBench.clear(data);
        }
        return 0;
    }

    private static String judged(long bytes) {
        return String.format(
                Locale.ROOT, "%.0f MB (at most 512 MB: %s)", bytes / 1e6, bytes <= TARGET_BYTES ? "reached" : "missed");
    }

    private static Process fetchAgainAndAgain(Path data, String content, String url)
            throws IOException, GeneralSecurityException {
        Extents extents = Extents.decode(
                Files.readAllBytes(data.resolve("content").resolve("extents").resolve(content + ".extents")));
        String pack = extents.extents().getFirst().pack().hex();
        String address = url + "/packs/" + pack + ".pack?" + ticket(data, content);
        return new ProcessBuilder("sh", "-c", "while curl -sfk -o /dev/null \"$0\"; do :; done", address)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** In the site's stead: the bench may read the site's key. The site's own point may fetch from the site like any other. */
    private static String ticket(Path data, String content) throws IOException, GeneralSecurityException {
        String encoded = Files.readAllLines(data.resolve("keys").resolve("ticket.pair"), StandardCharsets.US_ASCII)
                .getFirst();
        PrivateKey key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
        return TicketSignature.query(
                key,
                new TicketSignature.Ticket("point-SITE", content, Instant.now().plus(Duration.ofHours(1))));
    }

    private static void requireAllAlive(List<Process> running) throws IOException {
        long ended = running.stream().filter(process -> !process.isAlive()).count();
        if (ended > 0) {
            throw new IOException(ended + " of " + running.size() + " transfers were refused or broke");
        }
    }
}
