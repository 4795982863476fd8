package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentCutter;
import dev.slipway.content.ContentId;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.SourceFile;
import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentRoutesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static TestSite site;
    private static ContentId content;
    private static String pack;
    private static byte[] bytes;

    @BeforeAll
    static void start() throws Exception {
        site = SharedSite.get();
        content = add("one", 1);
        pack = packOf(content);
        bytes = Files.readAllBytes(site.bean(Content.class).store().pack(new dev.slipway.content.PackId(pack)));
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
    }

    private static ContentId add(String name, long seed) throws Exception {
        byte[] noise = new byte[700_000];
        new Random(seed).nextBytes(noise);
        Path file = Files.write(folder.resolve(name), noise);
        return site.bean(Content.class)
                .store()
                .add(List.of(new SourceFile(name, file, new ContentCutter())), IngestProgress.NONE)
                .content();
    }

    private static String packOf(ContentId id) throws Exception {
        return site.bean(Content.class)
                .store()
                .extents(id)
                .extents()
                .getFirst()
                .pack()
                .hex();
    }

    private static String ticket(Duration lifetime) {
        return site.bean(ContentTickets.class)
                .issue(ContentTickets.point("SITE"), content, lifetime)
                .query();
    }

    private static HttpResponse<byte[]> get(String pack, String query, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://localhost:" + site.httpPort() + "/content/packs/" + pack + ".pack?" + query));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void ticketOpensTheWholePack() throws Exception {
        HttpResponse<byte[]> answer = get(pack, ticket(Duration.ofMinutes(1)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(bytes);
        assertThat(answer.headers().firstValue("ETag")).contains("\"" + pack + "\"");
    }

    @Test
    void rangeIsExact() throws Exception {
        HttpResponse<byte[]> answer = get(pack, ticket(Duration.ofMinutes(1)), "Range", "bytes=1000-199999");
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes 1000-199999/" + bytes.length);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(bytes, 1000, 200_000));
        assertThat(get(pack, ticket(Duration.ofMinutes(1)), "Range", "bytes=-10")
                        .body())
                .isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 10, bytes.length));
        assertThat(get(pack, ticket(Duration.ofMinutes(1)), "Range", "bytes=699000-")
                        .body())
                .isEqualTo(Arrays.copyOfRange(bytes, 699_000, bytes.length));
    }

    /** The pack grows by a hole, which takes no room. */
    @Test
    @Tag("DIST-3")
    void rangeBeyondFourGibibytesIsExact() throws Exception {
        ContentId huge = add("huge", 5);
        String itsPack = packOf(huge);
        String query = site.bean(ContentTickets.class)
                .issue(ContentTickets.point("SITE"), huge, Duration.ofMinutes(1))
                .query();
        Path file = site.bean(Content.class).store().pack(new dev.slipway.content.PackId(itsPack));
        byte[] grown = Files.readAllBytes(file);
        long start = (1L << 32) + 999;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(grown), start);
        }
        // Small ones are copied, large ones are handed to the kernel.
        for (int length : new int[] {1000, 600_000}) {
            HttpResponse<byte[]> answer = get(itsPack, query, "Range", "bytes=" + start + "-" + (start + length - 1));
            assertThat(answer.statusCode()).isEqualTo(206);
            assertThat(answer.headers().firstValue("Content-Range"))
                    .contains("bytes " + start + "-" + (start + length - 1) + "/" + (start + grown.length));
            assertThat(answer.body()).isEqualTo(Arrays.copyOf(grown, length));
        }
        assertThat(get(itsPack, query, "Range", "bytes=-" + grown.length).body())
                .isEqualTo(grown);
        site.bean(Content.class).store().remove(huge);
    }

    @Test
    void rangeBehindTheEndIsRefused() throws Exception {
        HttpResponse<byte[]> answer = get(pack, ticket(Duration.ofMinutes(1)), "Range", "bytes=" + bytes.length + "-");
        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */" + bytes.length);
    }

    @Test
    void rangeOfAnotherVersionGetsTheWhole() throws Exception {
        assertThat(get(pack, ticket(Duration.ofMinutes(1)), "Range", "bytes=0-9", "If-Range", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get(pack, ticket(Duration.ofMinutes(1)), "Range", "bytes=0-9", "If-Range", "\"" + pack + "\"")
                        .statusCode())
                .isEqualTo(206);
    }

    @Test
    void withoutATicketThereIsNothing() throws Exception {
        assertThat(get(pack, "").statusCode()).isEqualTo(403);
        assertThat(get(pack, ticket(Duration.ofMinutes(1)).replace("point-SITE", "machine-8"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(pack, ticket(Duration.ofMinutes(1)).replaceAll("expires=\\d+", "expires=99999999999999"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void expiredTicketOpensNothing() throws Exception {
        HttpResponse<byte[]> answer = get(pack, ticket(Duration.ofSeconds(-1)));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("ticket-invalid");
    }

    @Test
    void ticketOpensNoPackOfOtherContent() throws Exception {
        String other = packOf(add("two", 2));
        assertThat(get(other, ticket(Duration.ofMinutes(1))).statusCode()).isEqualTo(403);
    }

    @Test
    void thereIsNoListing() throws Exception {
        assertThat(site.send("GET", "/content/packs/", "", "").status()).isEqualTo(404);
        assertThat(site.send("GET", "/content/", "", "").status()).isEqualTo(404);
        assertThat(get("..%2f..%2fsite.sqlite", ticket(Duration.ofMinutes(1))).statusCode())
                .isIn(400, 404);
    }
}
