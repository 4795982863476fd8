package dev.slipway.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.content.ContentId;
import dev.slipway.content.Extents;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.PackId;
import dev.slipway.protocol.Json;
import dev.slipway.site.Caller;
import dev.slipway.site.TestSite;
import dev.slipway.site.database.Database;
import dev.slipway.site.distribution.Distributions;
import dev.slipway.site.distribution.JoinCodes;
import dev.slipway.site.distribution.Points;
import dev.slipway.site.distribution.Targets;
import dev.slipway.site.library.Content;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A whole distribution point against a whole site, in one process. */
class PointTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path root;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(root.resolve("site"));
        site.bean(Database.class)
                .change(handle ->
                        handle.execute("insert into setting (name, value) values ('DISTRIBUTION_POLL_SECONDS', '1')"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static String joinCode() {
        return site.bean(JoinCodes.class)
                .make("https://localhost:" + site.tlsPort(), Duration.ofMinutes(5), Caller.SITE)
                .code();
    }

    /** A point on a thread of its own. */
    private static final class Running implements AutoCloseable {
        final Path data;
        final Point point;
        final Thread thread;
        volatile int exitCode = -1;

        Running(String name, String code) throws Exception {
            data = root.resolve(name);
            PointOptions options = new PointOptions();
            new picocli.CommandLine(options)
                    .parseArgs(code.isEmpty() ? new String[0] : new String[] {"--join-code", code});
            options.data = data;
            options.name = name;
            options.address = "localhost";
            options.httpPort = 0;
            options.tlsPort = 0;
            options.removalGrace = Duration.ZERO;
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
                    .readTree(PointTest.get("http://localhost:" + point.httpPort() + "/health")
                            .body());
        }

        String id() throws Exception {
            return health().path("pointId").asString();
        }

        List<String> contents() throws Exception {
            return health().path("contents")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
        }

        @Override
        public void close() throws Exception {
            thread.interrupt();
            thread.join();
            point.close();
        }
    }

    private static HttpResponse<byte[]> get(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(LIMIT);
        while (!condition.call()) {
            assertThat(Instant.now()).as("waited for: " + what).isBefore(deadline);
            Thread.sleep(100);
        }
    }

    private static String row(String packageId, String point, String column) {
        return site.bean(Database.class)
                .read(handle -> handle.createQuery(
                                "select " + column + " from distribution where package = :package and point = :point")
                        .bind("package", packageId)
                        .bind("point", point)
                        .mapTo(String.class)
                        .findOne()
                        .orElse("none"));
    }

    private static void distribute(String packageId, String point) {
        site.bean(Distributions.class).distribute(packageId, Targets.points(List.of(point)));
    }

    private static String text(long seed, int bytes) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(bytes);
        while (text.length() < bytes) {
            text.append((char) (' ' + random.nextInt(90)));
        }
        return text.toString();
    }

    @Test
    @Tag("DIST-2")
    void distributedContentIsFetchedCheckedAndServed() throws Exception {
        ContentId content = site.addPackage("SLPP0001", "OS_IMAGE", text(1, 3_000_000));
        try (Running point = new Running("fetches", joinCode())) {
            String id = point.id();
            distribute("SLPP0001", id);
            await("installed", () -> row("SLPP0001", id, "state").equals("INSTALLED"));
            assertThat(point.contents()).containsExactly(content.hex());
            assertThat(Files.exists(point.data.resolve("content/manifests/" + content.hex() + ".manifest")))
                    .isTrue();
        }
    }

    @Test
    void keyAndMembershipAreForThePointsAccountAlone() throws Exception {
        try (Running point = new Running("private", joinCode())) {
            for (String name : List.of("keys/point.key", "keys/tls.key", "point.json")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(point.data.resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void laterStartsNeedNoCodeAndTheSameCodeDoesNoHarm() throws Exception {
        ContentId content = site.addPackage("SLPP0002", "OS_IMAGE", text(2, 100_000));
        String code = joinCode();
        String id;
        try (Running point = new Running("again", code)) {
            id = point.id();
            distribute("SLPP0002", id);
            await("installed", () -> row("SLPP0002", id, "state").equals("INSTALLED"));
        }
        for (String given : List.of("", code)) {
            try (Running point = new Running("again", given)) {
                assertThat(point.id()).isEqualTo(id);
                assertThat(point.contents()).containsExactly(content.hex());
            }
        }
    }

    @Test
    void usedCodeIsRefusedToAnotherServer() throws Exception {
        String code = joinCode();
        new Running("first", code).close();
        assertThatThrownBy(() -> new Running("second", code))
                .isInstanceOfSatisfying(
                        PointException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("join-code-invalid");
    }

    @Test
    void startWithoutCodeSaysWhatToDo() {
        assertThatThrownBy(() -> new Running("nobody", ""))
                .isInstanceOfSatisfying(
                        PointException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("--join-code");
    }

    @Test
    @Tag("DIST-5")
    void validateFindsAFlippedByteAndOnlyThatBlockIsFetchedAgain() throws Exception {
        ContentId content = site.addPackage("SLPP0003", "OS_IMAGE", text(3, 5_000_000));
        try (Running point = new Running("flipped", joinCode())) {
            String id = point.id();
            distribute("SLPP0003", id);
            await("installed", () -> row("SLPP0003", id, "state").equals("INSTALLED"));
            Extents extents = Extents.decode(
                    Files.readAllBytes(point.data.resolve("content/extents/" + content.hex() + ".extents")));
            PackId pack = extents.extents().getLast().pack();
            flip(
                    point.data.resolve("content/packs/" + pack.hex() + ".pack"),
                    extents.extents().getLast().offset());

            site.bean(Distributions.class).validate("SLPP0003", Targets.points(List.of(id)));
            await("repaired", () -> row("SLPP0003", id, "message").startsWith("Repaired"));
            assertThat(row("SLPP0003", id, "state")).isEqualTo("INSTALLED");
            assertThat(Long.parseLong(row("SLPP0003", id, "fetched_bytes"))).isBetween(1L, 4_200_000L);
            assertThat(point.contents()).containsExactly(content.hex());
        }
    }

    private static void flip(Path file, long offset) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.put(0, (byte) ~one.get(0)).flip();
            channel.write(one, offset);
        }
    }

    @Test
    @Tag("DIST-4")
    void removedContentLeavesThePointAndItsDisk() throws Exception {
        ContentId content = site.addPackage("SLPP0004", "OS_IMAGE", text(4, 1_000_000));
        try (Running point = new Running("removes", joinCode())) {
            String id = point.id();
            distribute("SLPP0004", id);
            await("installed", () -> row("SLPP0004", id, "state").equals("INSTALLED"));
            site.bean(Distributions.class).remove("SLPP0004", Targets.points(List.of(id)));
            await("removed", () -> row("SLPP0004", id, "state").equals("none"));
            await(
                    "gone from the disk",
                    () -> !Files.exists(point.data.resolve("content/manifests/" + content.hex() + ".manifest")));
        }
    }

    @Test
    void removedPointEndsAndSaysSo() throws Exception {
        try (Running point = new Running("dismissed", joinCode())) {
            site.bean(Points.class).remove(point.id());
            await("ended", () -> point.exitCode == ExitCode.REFUSED);
        }
    }

    @Test
    @Tag("DIST-11")
    void prestagedContentIsTakenInAndTheLineCarriesNothingOfIt() throws Exception {
        ContentId content = site.addPackage("SLPP0011", "OS_IMAGE", text(11, 3_000_000));
        Path file = root.resolve("carried.slipway-content");
        site.bean(Content.class).store().exportTo(file, List.of(content), List.of(), IngestProgress.NONE);
        try (Running point = new Running("prestaged", joinCode())) {
            Path partial = point.data.resolve("import/carried.part");
            Files.copy(file, partial);
            Files.move(partial, point.data.resolve("import/carried" + Imports.FILE));
            Path result = point.data.resolve("import/carried" + Imports.RESULT);
            await("imported", () -> Files.exists(result));
            assertThat(Json.decode(Files.readAllBytes(result), Imports.Result.class)
                            .contents())
                    .containsExactly(content.hex());
            String id = point.id();
            distribute("SLPP0011", id);
            await("installed", () -> row("SLPP0011", id, "state").equals("INSTALLED"));
            assertThat(point.contents()).containsExactly(content.hex());
        }
    }

    @Test
    @Tag("DIST-11")
    void prestagedFileIsImportedWhetherThePointRunsOrNot() throws Exception {
        ContentId content = site.addPackage("SLPP0021", "OS_IMAGE", text(21, 2_000_000));
        ContentId other = site.addPackage("SLPP0022", "OS_IMAGE", text(22, 2_000_000));
        Path file = root.resolve("one.prestaged");
        Path second = root.resolve("two.prestaged");
        site.bean(Content.class).store().exportTo(file, List.of(content), List.of(), IngestProgress.NONE);
        site.bean(Content.class).store().exportTo(second, List.of(other), List.of(), IngestProgress.NONE);
        String id;
        try (Running point = new Running("imports", joinCode())) {
            id = point.id();
            assertThat(importFile(point.data, file)).isZero();
            assertThat(point.contents()).containsExactly(content.hex());
            distribute("SLPP0021", id);
            await("installed", () -> row("SLPP0021", id, "state").equals("INSTALLED"));
            assertThat(row("SLPP0021", id, "fetched_bytes")).isEqualTo("0");
        }
        assertThat(importFile(root.resolve("imports"), second)).isZero();
        try (Running point = new Running("imports", "")) {
            assertThat(point.contents()).contains(content.hex(), other.hex());
        }
        assertThat(file).as("stays with its owner").exists();
    }

    private static int importFile(Path data, Path file) {
        return new picocli.CommandLine(new ImportCommand()).execute("--data", data.toString(), file.toString());
    }

    @Test
    @Tag("DIST-11")
    void fileThatIsNoPrestagedContentIsRefusedWithAReason() throws Exception {
        Path file = Files.writeString(root.resolve("nonsense"), text(23, 10_000));
        try (Running point = new Running("careful", joinCode())) {
            assertThat(importFile(point.data, file)).isEqualTo(ExitCode.FAILED);
            assertThat(point.contents()).isEmpty();
        }
    }
}
