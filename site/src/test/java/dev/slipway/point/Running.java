package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.content.Extent;
import dev.slipway.content.Extents;
import dev.slipway.protocol.Json;
import dev.slipway.site.library.ContentTickets;
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
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A whole distribution point on a thread of its own. */
final class Running implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    final Path data;
    final Point point;
    final Thread thread;
    volatile int exitCode = -1;

    /** @param code empty at later starts */
    Running(Path root, String name, String code) throws Exception {
        this(root, name, code, options -> {});
    }

    /** @param with what is otherwise than usual */
    Running(Path root, String name, String code, Consumer<PointOptions> with) throws Exception {
        data = root.resolve(name);
        PointOptions options = new PointOptions();
        new picocli.CommandLine(options).parseArgs(code.isEmpty() ? new String[0] : new String[] {"--join-code", code});
        options.data = data;
        options.name = name;
        options.address = "localhost";
        options.httpPort = 0;
        options.tlsPort = 0;
        options.removalGrace = Duration.ZERO;
        with.accept(options);
        point = Point.open(options);
        thread = Thread.ofPlatform().start(() -> {
            try {
                point.work();
            } catch (PointException e) {
                exitCode = e.exitCode();
            } catch (InterruptedException e) {
                exitCode = 0;
            }
        });
    }

    JsonNode health() throws Exception {
        return Json.mapper()
                .readTree(
                        get("http://localhost:" + point.httpPort() + "/health").body());
    }

    String id() throws Exception {
        return health().path("pointId").asString();
    }

    List<String> contents() throws Exception {
        return health().path("contents").valueStream().map(JsonNode::asString).toList();
    }

    /** Asks this point for a content's extents with a ticket that the site made for it. */
    HttpResponse<byte[]> extents(PointLab lab, ContentId content, Duration lifetime) throws Exception {
        String query = lab.site
                .bean(ContentTickets.class)
                .issue(ContentTickets.point(id()), content, lifetime)
                .query();
        return get("http://localhost:" + point.httpPort() + "/content/extents/" + content.hex() + ".extents?" + query);
    }

    /** Changes one byte of a content on this point's disk. */
    void flipByteOf(ContentId content) throws Exception {
        Extent last = Extents.decode(Files.readAllBytes(data.resolve("content/extents/" + content.hex() + ".extents")))
                .extents()
                .getLast();
        Path pack = data.resolve("content/packs/" + last.pack().hex() + ".pack");
        try (FileChannel channel = FileChannel.open(pack, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, last.offset());
            one.put(0, (byte) ~one.get(0)).flip();
            channel.write(one, last.offset());
        }
    }

    static HttpResponse<byte[]> get(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    static void await(String what, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(LIMIT);
        while (!condition.call()) {
            assertThat(Instant.now()).as("waited for: " + what).isBefore(deadline);
            Thread.sleep(100);
        }
    }

    /** Text that does not repeat, the same for a seed. */
    static String text(long seed, int bytes) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(bytes);
        while (text.length() < bytes) {
            text.append((char) (' ' + random.nextInt(90)));
        }
        return text.toString();
    }

    @Override
    public void close() throws Exception {
        thread.interrupt();
        thread.join();
        point.close();
    }
}
