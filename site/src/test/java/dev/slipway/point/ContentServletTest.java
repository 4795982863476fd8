package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.content.ContentCutter;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.Extents;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.SourceFile;
import dev.slipway.protocol.PinnedTrust;
import dev.slipway.protocol.TicketSignature;
import dev.slipway.protocol.VerifiedTickets;
import dev.slipway.site.listener.ServerCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentServletTest {
    @TempDir
    static Path root;

    private static KeyPair site;
    private static ContentStore store;
    private static Holding holding;
    private static PointServer server;
    private static HttpClient client;
    private static ContentId content;
    private static ContentId other;
    private static ContentId bootImage;
    private static BootContents boot;
    private static volatile boolean maintenance;

    @BeforeAll
    static void start() throws Exception {
        PointFolder folder = PointFolder.open(root.resolve("point"));
        site = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        store = ContentStore.open(folder.content());
        content = add("one", 1);
        other = add("two", 2);
        holding = new Holding(folder, store, Duration.ofMinutes(10));
        holding.checked(content);
        holding.checked(other);
        Path kernel = Files.write(root.resolve("kernel"), noise(3, 2_000_000));
        Path initramfs = Files.write(root.resolve("initramfs"), noise(4, 3_000_000));
        bootImage = store.add(
                        List.of(
                                new SourceFile("bootimage.json", kernel, new ContentCutter()),
                                new SourceFile("vmlinuz", kernel, new ContentCutter()),
                                new SourceFile("initrd.img", initramfs, new ContentCutter())),
                        IngestProgress.NONE)
                .content();
        holding.checked(bootImage);
        boot = new BootContents(holding);
        ServerCertificate certificate = ServerCertificate.in(folder.keys(), "tls", "test");
        ContentServlet servlet = new ContentServlet(
                holding,
                boot,
                new VerifiedTickets(site.getPublic()),
                Instant::now,
                () -> maintenance,
                () -> Map.of("state", "up"));
        server = new PointServer(folder.work(), 0, 0, certificate, servlet);
        server.start();
        client = HttpClient.newBuilder()
                .sslContext(PinnedTrust.context(certificate.pin()))
                .build();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        server.close();
        store.close();
    }

    private static ContentId add(String name, long seed) throws Exception {
        Path file = Files.write(root.resolve(name), noise(seed, 900_000));
        return store.add(List.of(new SourceFile(name, file, new ContentCutter())), IngestProgress.NONE)
                .content();
    }

    private static byte[] noise(long seed, int bytes) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    private static String ticket(ContentId opened, Duration lifetime) {
        return TicketSignature.query(
                site.getPrivate(),
                new TicketSignature.Ticket(
                        "machine-1", opened.hex(), Instant.now().plus(lifetime)));
    }

    private static String ticket() {
        return ticket(content, Duration.ofMinutes(1));
    }

    private static String packOf(ContentId of) throws Exception {
        return store.extents(of).extents().getFirst().pack().hex();
    }

    private static String packPath(ContentId of) throws Exception {
        return "/content/packs/" + packOf(of) + ".pack";
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return request("GET", "http://localhost:" + server.httpPort() + path, headers);
    }

    private static HttpResponse<byte[]> request(String method, String url, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void ticketOpensThePacksOfItsContentWithRangesAndEntityTag() throws Exception {
        String path = packPath(content) + "?" + ticket();
        byte[] whole = get(path).body();
        assertThat(whole).hasSizeGreaterThanOrEqualTo(900_000);
        HttpResponse<byte[]> part = get(path, "Range", "bytes=100000-599999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 100_000, 600_000));
        String tag = part.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).isEqualTo("\"" + packOf(content) + "\"");
        assertThat(get(path, "Range", "bytes=0-9", "If-Range", tag).statusCode())
                .isEqualTo(206);
        assertThat(get(path, "Range", "bytes=0-9", "If-Range", "\"else\"").statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> head = request("HEAD", "http://localhost:" + server.httpPort() + path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(whole.length);
    }

    @Test
    void sameContentComesOverTls() throws Exception {
        String path = packPath(content) + "?" + ticket();
        HttpResponse<byte[]> answer = request("GET", "https://localhost:" + server.tlsPort() + path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(get(path).body());
    }

    @Test
    void extentsTellWhereTheBlocksLie() throws Exception {
        HttpResponse<byte[]> answer = get("/content/extents/" + content.hex() + ".extents?" + ticket());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Extents.decode(answer.body())).isEqualTo(store.extents(content));
    }

    @Test
    void ticketOpensNothingElse() throws Exception {
        assertThat(get(packPath(other) + "?" + ticket()).statusCode()).isEqualTo(404);
        String extents = "/content/extents/" + other.hex() + ".extents?" + ticket();
        assertThat(get(extents).statusCode()).isEqualTo(404);
    }

    @Test
    void forgedExpiredAndMissingTicketsAreRefused() throws Exception {
        String forged = ticket().replace("bearer=machine-1", "bearer=machine-2");
        for (String query : List.of("", "?" + forged, "?" + ticket(content, Duration.ofSeconds(-1)))) {
            HttpResponse<byte[]> answer = get(packPath(content) + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(403);
            assertThat(text(answer)).contains("ticket-invalid");
        }
    }

    @Test
    void thereIsNoListingAndNothingBesides() throws Exception {
        for (String path : List.of(
                "/",
                "/content",
                "/content/",
                "/content/packs/",
                "/content/packs",
                "/content/manifests/" + content.hex() + ".manifest",
                "/content/packs/../../point.json",
                "/content/packs/%2e%2e/%2e%2e/point.json",
                "/content/lock",
                "/point.json")) {
            HttpResponse<byte[]> answer = get(path + "?" + ticket());
            assertThat(answer.statusCode()).as(path).isIn(400, 404);
            assertThat(text(answer)).as(path).doesNotContain(packOf(content));
        }
        String url = "http://localhost:" + server.httpPort() + packPath(content) + "?" + ticket();
        assertThat(request("DELETE", url).statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("DIST-11")
    void maintenanceSendsMachinesElsewhere() throws Exception {
        maintenance = true;
        try {
            HttpResponse<byte[]> answer = get(packPath(content) + "?" + ticket());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        } finally {
            maintenance = false;
        }
        assertThat(get(packPath(content) + "?" + ticket()).statusCode()).isEqualTo(200);
    }

    @Test
    void healthAnswersThisMachine() throws Exception {
        assertThat(text(get("/health"))).isEqualTo("{\"state\":\"up\"}");
    }

    @Test
    @Tag("DIST-4")
    void removedContentIsServedOnToItsReadersUntilTheGraceTimeIsOver() throws Exception {
        ContentId leaving = add("three", 3);
        holding.checked(leaving);
        String query = ticket(leaving, Duration.ofMinutes(1));
        String pack = packPath(leaving) + "?" + query;
        String extents = "/content/extents/" + leaving.hex() + ".extents?" + query;
        assertThat(get(pack).statusCode()).isEqualTo(200);
        Instant now = Instant.now();
        holding.keepOnly(Set.of(content, other, bootImage), Set.of(), now);
        assertThat(holding.whole()).doesNotContain(leaving.hex());
        assertThat(get(pack).statusCode()).as("for who reads it").isEqualTo(200);
        assertThat(get(extents).statusCode()).as("for who begins").isEqualTo(404);
        holding.keepOnly(Set.of(content, other, bootImage), Set.of(), now.plus(Duration.ofMinutes(11)));
        assertThat(get(pack).statusCode()).isEqualTo(404);
    }

    @Test
    void contentThatIsNamedAgainStays() throws Exception {
        ContentId back = add("four", 4);
        holding.checked(back);
        Instant now = Instant.now();
        holding.keepOnly(Set.of(content, other, bootImage), Set.of(), now);
        holding.keepOnly(Set.of(content, other, bootImage, back), Set.of(), now.plusSeconds(60));
        holding.keepOnly(Set.of(content, other, bootImage, back), Set.of(), now.plus(Duration.ofHours(1)));
        assertThat(holding.whole()).contains(back.hex());
    }

    @Test
    @Tag("DIST-11")
    void prestagedContentWaitsUntilItIsAskedFor() throws Exception {
        ContentId prestaged = add("five", 5);
        holding.imported(prestaged);
        Instant now = Instant.now();
        holding.keepOnly(Set.of(content, other, bootImage), Set.of(), now);
        holding.keepOnly(Set.of(content, other, bootImage), Set.of(), now.plus(Duration.ofDays(2)));
        assertThat(holding.whole()).contains(prestaged.hex());
        holding.keepOnly(Set.of(content, other, bootImage, prestaged), Set.of(), now);
        holding.keepOnly(Set.of(content, other, bootImage), Set.of(), now);
        assertThat(holding.whole()).doesNotContain(prestaged.hex());
    }

    @Test
    @Tag("DIST-3")
    void olderVersionIsKeptAndServedUntilRoomIsWanted() throws Exception {
        ContentId older = add("six", 6);
        holding.checked(older);
        Instant now = Instant.now();
        holding.keepOnly(Set.of(content, other, bootImage), Set.of(older), now);
        holding.keepOnly(Set.of(content, other, bootImage), Set.of(older), now.plus(Duration.ofDays(9)));
        assertThat(holding.whole()).contains(older.hex());
        assertThat(get(packPath(older) + "?" + ticket(older, Duration.ofMinutes(1)))
                        .statusCode())
                .isEqualTo(200);
        holding.makeRoom(now);
        assertThat(holding.whole()).doesNotContain(older.hex()).contains(content.hex(), other.hex());
    }

    @Test
    @Tag("BOOT-3")
    void bootFilesNeedNoTicketAndComeInRanges() throws Exception {
        boot.obey(Set.of(bootImage), Set.of(bootImage));
        String path = "/boot/" + bootImage.hex() + "/initrd.img";
        HttpResponse<byte[]> whole = get(path);
        assertThat(whole.statusCode()).as(text(whole)).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(noise(4, 3_000_000));
        assertThat(get("/boot/" + bootImage.hex() + "/vmlinuz").body()).isEqualTo(noise(3, 2_000_000));
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> part = get(path, "Range", "bytes=1234567-2345678", "If-Range", tag);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 1_234_567, 2_345_679));
        assertThat(get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        HttpResponse<byte[]> head = request("HEAD", "http://localhost:" + server.httpPort() + path);
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(3_000_000);
    }

    @Test
    @Tag("BOOT-3")
    void onlyBootImagesThatTheSiteNamesAreOpenAndOnlyTheirTwoFiles() throws Exception {
        boot.obey(Set.of(bootImage), Set.of(bootImage, content));
        assertThat(get("/boot/" + content.hex() + "/one").statusCode()).isEqualTo(404);
        assertThat(get("/boot/" + content.hex() + "/vmlinuz").statusCode()).isEqualTo(404);
        for (String path : List.of(
                "/bootimage.json", "/../../keys/tls.key", "/..%2f..%2fkeys%2ftls.key", "/vmlinuz/..", "/", "")) {
            assertThat(get("/boot/" + bootImage.hex() + path).statusCode())
                    .as(path)
                    .isIn(400, 404);
        }
        boot.obey(Set.of(), Set.of(bootImage, content));
        assertThat(get("/boot/" + bootImage.hex() + "/vmlinuz").statusCode())
                .as("the flag was taken away")
                .isEqualTo(404);
    }

    @Test
    @Tag("BOOT-6")
    void aReplacedBootImageIsStillGivenToMachinesInTheMiddleOfAStart() throws Exception {
        boot.obey(Set.of(bootImage), Set.of(bootImage));
        boot.obey(Set.of(), Set.of());
        assertThat(get("/boot/" + bootImage.hex() + "/vmlinuz").statusCode()).isEqualTo(200);
        maintenance = true;
        try {
            assertThat(get("/boot/" + bootImage.hex() + "/vmlinuz").statusCode())
                    .isEqualTo(503);
        } finally {
            maintenance = false;
        }
    }

    @Test
    @Tag("BOOT-3")
    @Tag("DIST-12")
    void aDamagedBootFileIsNeverSentAndNotServedAgain() throws Exception {
        Path own = root.resolve("damaged");
        PointFolder folder = PointFolder.open(own);
        try (ContentStore damaged = ContentStore.open(folder.content())) {
            Path kernel = Files.write(root.resolve("damaged-kernel"), noise(9, 100_000));
            ContentId id = damaged.add(
                            List.of(new SourceFile("vmlinuz", kernel, new ContentCutter())), IngestProgress.NONE)
                    .content();
            Holding holds = new Holding(folder, damaged, Duration.ofMinutes(10));
            holds.checked(id);
            BootContents contents = new BootContents(holds);
            contents.obey(Set.of(id), Set.of(id));
            Path pack = damaged.pack(damaged.extents(id).extents().getFirst().pack());
            byte[] bytes = Files.readAllBytes(pack);
            bytes[bytes.length / 2] ^= 1;
            Files.write(pack, bytes);
            ServerCertificate certificate = ServerCertificate.in(folder.keys(), "tls", "test");
            ContentServlet servlet = new ContentServlet(
                    holds, contents, new VerifiedTickets(site.getPublic()), Instant::now, () -> false, () -> Map.of());
            try (PointServer second = new PointServer(folder.work(), 0, 0, certificate, servlet)) {
                second.start();
                String url = "http://localhost:" + second.httpPort() + "/boot/" + id.hex() + "/vmlinuz";
                assertThatThrownBy(() -> {
                            HttpResponse<byte[]> answer = request("GET", url);
                            if (answer.statusCode() != 200) {
                                throw new java.io.IOException("refused");
                            }
                        })
                        .isInstanceOf(java.io.IOException.class);
                assertThat(request("GET", url).statusCode()).isEqualTo(404);
                assertThat(holds.whole())
                        .as("told to the site, which lets it be fetched anew")
                        .isEmpty();
            }
        }
    }
}
