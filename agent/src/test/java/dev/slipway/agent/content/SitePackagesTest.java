package dev.slipway.agent.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.agent.FakeSite;
import dev.slipway.agent.TestCertificate;
import dev.slipway.agent.machine.MachineKey;
import dev.slipway.agent.machine.SiteClock;
import dev.slipway.agent.site.SiteConnection;
import dev.slipway.agent.step.PackageSource.OpenFile;
import dev.slipway.content.ContentCutter;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.SourceFile;
import dev.slipway.protocol.ContentTicket;
import dev.slipway.protocol.Firmware;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.MachineIdentity;
import dev.slipway.protocol.Registration;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.wim.ByteRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SitePackagesTest {
    @TempDir
    Path folder;

    private final byte[] data = new byte[12_000_000];
    private final MachineKey key = MachineKey.make();
    private final List<Place> places = new ArrayList<>();
    private FakeSite fake;
    private SiteConnection site;
    private ContentId content = new ContentId("0".repeat(64));

    /** A store's folder behind a web server that wants a ticket, and may die in the middle. */
    private static final class Place implements AutoCloseable {
        private final Path root;
        private final HttpServer server;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private volatile long left = Long.MAX_VALUE;

        private final @Nullable TestCertificate certificate;

        /** @param certificate null: plain HTTP */
        Place(Path root, @Nullable TestCertificate certificate) throws IOException {
            this.root = root;
            this.certificate = certificate;
            InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (certificate == null) {
                server = HttpServer.create(free, 0);
            } else {
                HttpsServer secure = HttpsServer.create(free, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
                server = secure;
            }
            server.setExecutor(threads);
            server.createContext("/content", this::answer);
            server.start();
        }

        String url() {
            return (certificate == null ? "http" : "https") + "://localhost:"
                    + server.getAddress().getPort() + "/content";
        }

        private void answer(HttpExchange exchange) throws IOException {
            Path file = root.resolve(exchange.getRequestURI().getPath().substring("/content/".length()));
            try (exchange) {
                if (!"ticket=good".equals(exchange.getRequestURI().getQuery())) {
                    exchange.sendResponseHeaders(403, -1);
                } else if (!Files.exists(file)) {
                    exchange.sendResponseHeaders(404, -1);
                } else {
                    send(
                            exchange,
                            Files.readAllBytes(file),
                            exchange.getRequestHeaders().getFirst("Range"));
                }
            }
        }

        private void send(HttpExchange exchange, byte[] all, @Nullable String range) throws IOException {
            byte[] part = all;
            if (range != null) {
                String[] bounds = range.substring("bytes=".length()).split("-");
                part = Arrays.copyOfRange(all, Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]) + 1);
            }
            exchange.sendResponseHeaders(range == null ? 200 : 206, part.length);
            int count = (int) Math.min(part.length, left);
            left -= count;
            exchange.getResponseBody().write(part, 0, count);
            if (count < part.length) {
                server.stop(0);
            }
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    @BeforeEach
    void start() throws Exception {
        new Random(1).nextBytes(data);
        fake = FakeSite.start(folder);
        site = new SiteConnection(fake.address(), key, new SiteClock());
        site.register(new Registration(
                key.publicKeyText(),
                new MachineIdentity("", List.of(), "", "", "", "", Firmware.BIOS, "x64", 0),
                "test",
                Registration.Environment.BOOT));
    }

    @AfterEach
    void stop() {
        places.forEach(Place::close);
        fake.close();
    }

    /** @param before is added to the store first, so that each place has the content in other packs */
    private Place place(String name, int before) throws Exception {
        return place(name, before, null);
    }

    private Place place(String name, int before, @Nullable TestCertificate certificate) throws Exception {
        Path file = folder.resolve("file");
        if (!Files.exists(file)) {
            Files.write(file, data);
        }
        Path root = folder.resolve(name);
        try (ContentStore store = ContentStore.open(root)) {
            Path first = folder.resolve(name + "-first");
            Files.write(first, Arrays.copyOf(data, before));
            store.add(List.of(new SourceFile("first", first, new ContentCutter())), IngestProgress.NONE);
            content = store.add(List.of(new SourceFile("image.wim", file, new ContentCutter())), IngestProgress.NONE)
                    .content();
            fake.answer(
                    "/runs/run-1/content/" + content + "/manifest",
                    store.manifest(content).encode());
            fake.answer(
                    "/runs/run-1/content/" + content + "/extents",
                    store.extents(content).encode());
        }
        Place place = new Place(root, certificate);
        places.add(place);
        return place;
    }

    private SitePackages packages(ContentTicket.Place... inOrder) {
        ContentTicket ticket =
                new ContentTicket(List.of(inOrder), "ticket=good", Instant.now().plusSeconds(3600));
        fake.answer("/runs/run-1/content/" + content + "/ticket", Json.encode(ticket));
        RunPolicy policy = new RunPolicy(
                "run-1",
                "d",
                "s",
                "Sequence",
                "<sequence/>",
                "SLP",
                "",
                List.of(),
                List.of(new RunPolicy.ContentReference("SLP00001", "Image", "OS_IMAGE", content.hex())),
                null);
        return new SitePackages(policy, site, new SiteClock(), line -> {});
    }

    private static ContentTicket.Place named(String name, Place place) {
        return new ContentTicket.Place(place.url(), "", name);
    }

    private void assertReads(SitePackages packages) throws Exception {
        try (OpenFile file = packages.open("SLP00001", "image.wim")) {
            file.prefetch(List.of(new ByteRange(0, data.length)));
            ByteBuffer bytes = ByteBuffer.allocate(data.length);
            file.readFully(0, bytes);
            assertThat(Arrays.equals(bytes.array(), data)).isTrue();
        }
    }

    @Test
    @Tag("DIST-11")
    void whenAPlaceDiesInTheMiddleTheNextGivesTheRestAndTheRunTellsHowMuchCameFromWhere() throws Exception {
        Place near = place("near", 3_000_000);
        Place far = place("far", 500_000);
        near.left = 7_000_000;
        SitePackages packages = packages(named("Berlin", near), named("Bonn", far));

        assertReads(packages);
        assertThat(packages.origins("SLP00001"))
                .hasSize(2)
                .anyMatch(line -> line.endsWith("bytes from Berlin"))
                .anyMatch(line -> line.endsWith("bytes from Bonn"));
    }

    @Test
    @Tag("DIST-11")
    void placesOverTlsAreKnownByTheirPinsAndTheNextGivesTheRest() throws Exception {
        TestCertificate berlin = TestCertificate.make(folder.resolve("berlin.p12"));
        TestCertificate bonn = TestCertificate.make(folder.resolve("bonn.p12"));
        Place near = place("near", 3_000_000, berlin);
        Place impostor = place("impostor", 200_000, bonn);
        Place far = place("far", 500_000, bonn);
        near.left = 7_000_000;
        SitePackages packages = packages(
                new ContentTicket.Place(near.url(), berlin.pin(), "Berlin"),
                new ContentTicket.Place(impostor.url(), berlin.pin(), "impostor"),
                new ContentTicket.Place(far.url(), bonn.pin(), "Bonn"));

        assertReads(packages);
        assertThat(packages.origins("SLP00001"))
                .hasSize(2)
                .anyMatch(line -> line.endsWith("bytes from Berlin"))
                .anyMatch(line -> line.endsWith("bytes from Bonn"));
    }

    @Test
    void aDeadPlaceIsPassedOver() throws Exception {
        Place far = place("far", 500_000);
        Place dead = place("dead", 400_000);
        dead.close();

        SitePackages packages = packages(named("Berlin", dead), named("Bonn", far));
        assertReads(packages);
        assertThat(packages.origins("SLP00001")).hasSize(1).allMatch(line -> line.endsWith("from Bonn"));
    }

    @Test
    void aPlaceWithoutExtentsMirrorsTheSite() throws Exception {
        Place mirror = place("mirror", 500_000);
        Files.delete(folder.resolve("mirror/extents/" + content + ".extents"));

        assertReads(packages(named("the mirror", mirror)));
        assertThat(fake.requests()).contains("GET /runs/run-1/content/" + content + "/extents");
    }
}
