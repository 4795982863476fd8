package dev.slipway.bench;

import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.Extents;
import dev.slipway.content.PackId;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.TicketSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A distribution point as `./slipway distribution-point` starts it, whose site is away: it serves what it holds. The bench holds the
 * site's ticket key in the site's stead.
 */
final class PointProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String SITE = "https://127.0.0.1:9";

    private final Process process;
    private final Path data;
    private final PackId pack;
    private final String ticket;
    private final int plainPort;
    private final int tlsPort;

    private PointProcess(Process process, Path data, PackId pack, String ticket, int plainPort, int tlsPort) {
        this.process = process;
        this.data = data;
        this.pack = pack;
        this.ticket = ticket;
        this.plainPort = plainPort;
        this.tlsPort = tlsPort;
    }

    static PointProcess open(Path data, Path image, List<String> javaOptions)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path content = data.resolve("content");
        ContentId id = IngestBench.addWim(content, image);
        PackId pack;
        try (ContentStore store = ContentStore.open(content)) {
            Extents extents = store.extents(id);
            pack = extents.extents().getFirst().pack();
        }
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.createDirectories(data.resolve("checked"));
        Files.write(data.resolve("checked").resolve(id.hex()), new byte[0]);
        Files.write(
                data.resolve("point.json"),
                Json.encode(Map.of(
                        "pointId", "1",
                        "name", "bench",
                        "siteCode", "BEN",
                        "site", SITE,
                        "pin", "0".repeat(64),
                        "ticketKey",
                                Base64.getEncoder()
                                        .encodeToString(keys.getPublic().getEncoded()),
                        "joinedWith", "")));
        String ticket = TicketSignature.query(
                keys.getPrivate(),
                new TicketSignature.Ticket("machine-1", id.hex(), Instant.now().plus(Duration.ofDays(1))));
        int plainPort = WebServer.freePort();
        int tlsPort = WebServer.freePort();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-jar",
                siteJar().toString(),
                "distribution-point",
                "--data=" + data,
                "--address=127.0.0.1",
                "--http-port=" + plainPort,
                "--tls-port=" + tlsPort));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("log").toFile())
                .start();
        PointProcess point = new PointProcess(process, data, pack, ticket, plainPort, tlsPort);
        try {
            point.awaitStart();
        } catch (IOException | InterruptedException e) {
            point.close();
            throw e;
        }
        return point;
    }

    static Path siteJar() throws IOException {
        Path target = Path.of(System.getProperty("slipway.home", "."), "site", "target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("slipway-site-.*-SNAPSHOT\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("No site in " + target + ". Build it: ./slipway build"));
        }
    }

    private void awaitStart() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(START);
        while (!Files.readString(data.resolve("log")).contains(" serves ")) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                throw new IOException("The distribution point did not start: " + Files.readString(data.resolve("log")));
            }
            Thread.sleep(100);
        }
    }

    PackId pack() {
        return pack;
    }

    Path packs() {
        return data.resolve("content").resolve("packs");
    }

    /** Its certificate and key, which the peer uses as well. */
    Path keys() {
        return data.resolve("keys");
    }

    long pid() {
        return process.pid();
    }

    String url(boolean tls) {
        return (tls ? "https" : "http") + "://127.0.0.1:" + (tls ? tlsPort : plainPort) + "/content/packs/" + pack
                + ".pack?" + ticket;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
