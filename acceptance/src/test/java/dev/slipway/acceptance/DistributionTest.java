package dev.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.content.Extent;
import dev.slipway.content.Extents;
import dev.slipway.content.RemoteContent;
import dev.slipway.protocol.ContentTicket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** Three distribution points in network namespaces of their own, and everything that goes wrong with networks, processes and disks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DistributionTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final int ENOUGH_MEGABITS = 400;

    private DistributionLab lab;
    private LabHost hostA;
    private LabHost hostB;
    private LabHost hostC;
    private LabPoint pointA;
    private LabPoint pointB;
    private LabPoint pointC;
    private String group;
    /** The image that all three points have after the first test. */
    private String image = "";

    private Path wim = Path.of("");

    @BeforeAll
    void start() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "network namespaces need root");
        for (String tool : List.of("nft", "tc", "wimlib-imagex")) {
            Assumptions.assumeTrue(isThere(tool), tool + " is not installed");
        }
        lab = new DistributionLab();
        hostA = lab.host();
        hostB = lab.host();
        hostC = lab.host();
        pointA = lab.point("alpha", hostA);
        pointB = lab.point("beta", hostB);
        pointC = lab.point("gamma", hostC);
        group = lab.site
                .api()
                .post("/point-groups", Map.of("name", "All three"))
                .path("id")
                .asString();
        for (LabPoint point : List.of(pointA, pointB, pointC)) {
            lab.site.api().put("/point-groups/" + group + "/points/" + point.id());
        }
    }

    static boolean isThere(String tool) {
        return List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin").stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    @AfterAll
    void stop() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    private static boolean isPast(JsonNode row, int percent) {
        return row.path("percent").asInt() >= percent && row.path("percent").asInt() < 100;
    }

    @Test
    @Order(1)
    @Tag("DIST-2")
    @Tag("DIST-8")
    @Tag("DIST-12")
    void groupGetsAnImageAlthoughOnePointIsKilledAndOneCutOff() throws Exception {
        wim = lab.image("first", 24, 2 * MEBIBYTE);
        image = lab.site.addImage(wim);
        for (LabHost host : List.of(hostA, hostB, hostC)) {
            host.rate(40);
        }
        hostC.lose(3);
        lab.site.api().post("/content/" + image + "/distribute", Map.of("groups", List.of(group)));

        lab.await("a part of it at alpha", image, pointA, row -> isPast(row, 20));
        pointA.kill();
        lab.await("a part of it at beta", image, pointB, row -> isPast(row, 20));
        hostB.cutOff();
        pointA.start("");
        Thread.sleep(4000);
        hostB.reconnect();

        for (LabPoint point : List.of(pointA, pointB, pointC)) {
            JsonNode row = lab.awaitInstalled(image, point);
            assertThat(row.path("errorCode").asString("")).isEmpty();
            assertServes(point, image, wim);
        }
        hostC.reconnect();
    }

    /** What the point serves is the image, byte for byte. */
    private void assertServes(LabPoint point, String packageId, Path expected) throws Exception {
        ContentId content = lab.content(packageId);
        ReadingMachine machine = lab.machine(packageId, point);
        ContentTicket ticket = machine.ticket(content);
        assertThat(ticket.places().getFirst().url()).isEqualTo(point.contentUrl());
        ContentTicket there =
                new ContentTicket(List.of(ticket.places().getFirst()), ticket.query(), ticket.expiresAt());
        assertThat(DistributionLab.read(machine.open(content, there), bytes -> {}))
                .isEqualTo(DistributionLab.sha256(expected));
    }

    @Test
    @Order(2)
    @Tag("DIST-3")
    void nextVersionTravelsWhileTheFirstIsInFlightAndOnlyWhatChangedIsSent() throws Exception {
        Path changing = lab.image("second", 16, MEBIBYTE);
        String packageId = lab.site.addImage(changing);
        hostA.rate(ENOUGH_MEGABITS);
        hostB.rate(ENOUGH_MEGABITS);
        hostC.rate(10);
        lab.site.api().post("/content/" + packageId + "/distribute", Map.of("groups", List.of(group)));
        lab.awaitInstalled(packageId, pointA);
        lab.awaitInstalled(packageId, pointB);
        lab.await("a part of the first version at gamma", packageId, pointC, row -> isPast(row, 10));

        lab.write(lab.folder.resolve("second/file3"), 99, 300_000);
        lab.capture(lab.folder.resolve("second"), changing);
        ContentId before = lab.content(packageId);
        lab.site.refresh(packageId);
        assertThat(lab.content(packageId)).isNotEqualTo(before);

        for (LabPoint point : List.of(pointA, pointB)) {
            JsonNode row = lab.await("the second version", packageId, point, it -> isAt(it, 2));
            assertThat(row.path("fetchedBytes").asLong())
                    .as("what changed, and the tables of the WIM")
                    .isBetween(300_000L, 420_000L);
        }
        hostC.rate(ENOUGH_MEGABITS);
        lab.await("the second version at gamma", packageId, pointC, it -> isAt(it, 2));
        assertServes(pointC, packageId, changing);
    }

    private static boolean isAt(JsonNode row, long version) {
        return DistributionLab.state(row).equals("INSTALLED")
                && row.path("presentVersion").asLong() == version;
    }

    @Test
    @Order(3)
    @Tag("DIST-5")
    void validateFindsAFlippedByteAndOnlyThatBlockIsFetched() throws Exception {
        flipByte(pointA.data().resolve("content"), lab.content(image));
        lab.act(image, "validate", pointA);
        JsonNode row = lab.await(
                "repaired",
                image,
                pointA,
                it -> DistributionLab.state(it).equals("INSTALLED")
                        && it.path("why").asString("").startsWith("Repaired"));
        assertThat(row.path("fetchedBytes").asLong()).isBetween(1L, 2L * MEBIBYTE + 64 * 1024);
        assertServes(pointA, image, wim);
    }

    private static void flipByte(Path store, ContentId content) throws Exception {
        Extents extents = Extents.decode(Files.readAllBytes(store.resolve("extents/" + content + ".extents")));
        Extent block = extents.extents().get(extents.extents().size() / 2);
        Path pack = store.resolve("packs/" + block.pack() + ".pack");
        try (FileChannel channel = FileChannel.open(pack, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, block.offset() + 10);
            one.put(0, (byte) ~one.get(0)).flip();
            channel.write(one, block.offset() + 10);
        }
    }

    @Test
    @Order(4)
    @Tag("DIST-7")
    void fullDiskIsRetriedWithItsReasonAndSucceedsWhenThereIsRoom() throws Exception {
        Path data = lab.folder.resolve("delta/data");
        Files.createDirectories(data);
        lab.shell.run(Duration.ofSeconds(10), "mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", data.toString());
        try {
            LabPoint small = lab.point("delta", lab.host());
            lab.act(image, "distribute", small);
            JsonNode row = lab.await(
                    "a failure with its reason",
                    image,
                    small,
                    it -> DistributionLab.state(it).equals("INSTALL_RETRYING"));
            assertThat(row.path("errorCode").asString()).isEqualTo("content-out-of-space");
            assertThat(row.path("why").asString()).contains("out of space");
            lab.shell.run(Duration.ofSeconds(10), "mount", "-o", "remount,size=200m", data.toString());
            lab.awaitInstalled(image, small);
            small.close();
        } finally {
            lab.shell.run(Duration.ofSeconds(10), "umount", "-l", data.toString());
        }
    }

    @Test
    @Order(5)
    @Tag("DIST-4")
    void contentRemovedFromUnderItsReaderIsReadToTheEndElsewhere() throws Exception {
        ContentId content = lab.content(image);
        hostA.rate(30);
        ReadingMachine machine = lab.machine(image, pointA, pointC);
        RemoteContent remote = machine.open(content, machine.ticket(content));
        AtomicBoolean removed = new AtomicBoolean();
        String hash = DistributionLab.read(remote, bytes -> {
            if (bytes > 4L * MEBIBYTE && removed.compareAndSet(false, true)) {
                lab.act(image, "remove", pointA);
                lab.await(
                        "removed",
                        image,
                        pointA,
                        row -> DistributionLab.state(row).isEmpty());
            }
        });
        assertThat(removed).isTrue();
        assertThat(hash).isEqualTo(DistributionLab.sha256(wim));
        assertThat(remote.bytesBySource().get("alpha"))
                .as("served until it went")
                .isPositive();
        hostA.rate(ENOUGH_MEGABITS);
    }

    @Test
    @Order(6)
    @Tag("DIST-11")
    void readerWhosePointIsKilledMovesOnToTheNext() throws Exception {
        ContentId content = lab.content(image);
        hostB.rate(60);
        ReadingMachine machine = lab.machine(image, pointB, pointC);
        RemoteContent remote = machine.open(content, machine.ticket(content));
        AtomicBoolean killed = new AtomicBoolean();
        String hash = DistributionLab.read(remote, bytes -> {
            if (bytes > 8L * MEBIBYTE && killed.compareAndSet(false, true)) {
                pointB.kill();
            }
        });
        assertThat(hash).isEqualTo(DistributionLab.sha256(wim));
        assertThat(remote.bytesBySource().get("beta")).isPositive();
        assertThat(remote.bytesBySource().get("gamma")).isPositive();
        pointB.start("");
    }

    @Test
    @Order(7)
    @Tag("DIST-7")
    void everyStateIsFinalAtTheEnd() throws Exception {
        for (JsonNode listed : lab.site.api().get("/content").path("items")) {
            for (JsonNode row : lab.site
                    .api()
                    .get("/content/" + listed.path("packageId").asString())
                    .path("points")) {
                assertThat(DistributionLab.state(row)).as(row.toString()).isEqualTo("INSTALLED");
                assertThat(row.path("jobState").asString()).as(row.toString()).isEqualTo("COMPLETE");
            }
        }
    }
}
