package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.content.ContentStore;
import dev.slipway.content.IngestProgress;
import dev.slipway.site.TestSite;
import dev.slipway.site.TestSite.Answer;
import dev.slipway.site.library.driver.SampleDrivers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A site whose whole data folder is a volume of 48 MB. */
class FullDiskTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path folder;

    private static TestSite site;
    private static Path volume;
    private static boolean mounted;

    @BeforeAll
    static void mount() throws Exception {
        volume = Files.createDirectories(folder.resolve("site/data"));
        try {
            Wims.run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", volume.toString());
            mounted = true;
        } catch (java.io.IOException e) {
            assumeTrue(false, "mounting a small volume needs root");
        }
        site = TestSite.start(folder.resolve("site"));
    }

    @AfterAll
    static void unmount() throws Exception {
        if (site != null) {
            site.close();
        }
        if (mounted) {
            Wims.run("umount", volume.toString());
        }
    }

    private static Answer post(String path, Object body) throws Exception {
        return site.api("POST", path, JSON.writeValueAsString(body));
    }

    private static JsonNode ended(Answer accepted) throws Exception {
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (Instant.now().isBefore(deadline)) {
            JsonNode now = site.get("/operations/" + accepted.json().get("id").asString())
                    .json();
            if (now.path("finishedAt").isString()) {
                return now;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("The operation does not end");
    }

    private static void assertFull(Answer accepted, String code) throws Exception {
        JsonNode operation = ended(accepted);
        assertThat(operation.path("errorCode").asString(""))
                .as(operation.toString())
                .isEqualTo(code);
    }

    /** When even the database has no room, the request itself is refused. */
    private static void assertNoRoom(Answer answer) throws Exception {
        String code = answer.status() == 507
                ? answer.code()
                : ended(answer).path("errorCode").asString("");
        assertThat(code).isIn("disk-full", "target-full", "store-full");
    }

    private static String made(Answer accepted) throws Exception {
        JsonNode operation = ended(accepted);
        assertThat(operation.get("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        return operation.get("subject").asString();
    }

    private static Path noise(String name, int bytes, long seed) throws Exception {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        Path made = Files.createDirectories(folder.resolve(name));
        Files.write(made.resolve("noise"), noise);
        return made;
    }

    /** Takes all but so many bytes. */
    private static Path fill(long left) throws Exception {
        Path ballast = volume.resolve("ballast");
        long room = Files.getFileStore(volume).getUsableSpace() - left;
        try {
            Files.write(ballast, new byte[(int) Math.max(0, room)]);
        } catch (java.io.IOException e) {
            assertThat(e).as("somebody else took the last bytes").hasMessageContaining("No space left");
        }
        return ballast;
    }

    private static List<String> packs() throws Exception {
        try (Stream<Path> files = Files.list(volume.resolve("content/packs"))) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    @Timeout(180)
    @Tag("DIST-3")
    @Tag("UPG-2")
    @Tag("DRV-1")
    void everythingThatFindsNoRoomSaysSoAndSucceedsWhenThereIsSome() throws Exception {
        Path source = noise("package", 1 << 20, 1);
        String kept = made(post("/software-packages", Map.of("name", "Kept", "path", source.toString())));
        Path tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("sources"));
        Files.writeString(tree.resolve("setup.exe"), "MZ");
        Path wim = Wims.twoImages(folder, "full", 5);
        Files.copy(wim, tree.resolve("sources/install.wim"));
        String upgrade = made(post("/upgrade-packages", Map.of("path", tree.toString())));
        noise("package", 6 << 20, 2);
        SampleDrivers.storage(folder.resolve("drivers"), "x".repeat(900));
        Path large = noise("large", 8 << 20, 3);
        List<String> before = packs();
        Path ballast = fill(700_000);

        assertFull(post("/packages/" + kept + "/refresh", Map.of()), "store-full");
        assertFull(post("/software-packages", Map.of("name", "Large", "path", large.toString())), "store-full");
        assertFull(post("/prestaged-files", Map.of("packages", List.of(kept))), "disk-full");
        Files.write(
                ballast,
                new byte[(int) Math.max(0, Files.getFileStore(volume).getUsableSpace() - 100_000)],
                java.nio.file.StandardOpenOption.APPEND);
        assertNoRoom(post("/upgrade-packages/" + upgrade + "/extract", Map.of("index", 1)));
        assertNoRoom(post("/drivers", Map.of("path", folder.resolve("drivers").toString())));
        assertThat(packs()).isEqualTo(before);
        assertThat(site.get("/software-packages").json().get("items")).hasSize(1);
        assertThat(site.get("/drivers").json().get("items")).isEmpty();
        assertThat(site.get("/packages/" + kept + "/versions").json().get("items"))
                .hasSize(1);

        Files.delete(ballast);
        made(post("/packages/" + kept + "/refresh", Map.of()));
        made(post("/software-packages", Map.of("name", "Large", "path", large.toString())));
        made(post("/upgrade-packages/" + upgrade + "/extract", Map.of("index", 1)));
        ended(post("/drivers", Map.of("path", folder.resolve("drivers").toString())));
        assertThat(site.get("/drivers").json().get("items")).hasSize(1);
        ContentStore store = site.bean(Content.class).store();
        for (var content : store.contents()) {
            assertThat(store.verify(content, IngestProgress.NONE)).isEmpty();
        }
    }

    @Test
    @Timeout(120)
    void workOnAVolumeWithoutASingleFreeByteStillEnds() throws Exception {
        Path source = noise("none", 1 << 20, 9);
        Answer accepted = post("/software-packages", Map.of("name", "None", "path", source.toString()));
        Path ballast = fill(0);
        Answer refused = post("/software-packages", Map.of("name", "None", "path", source.toString()));
        assertThat(refused.status()).as(refused.body()).isIn(202, 507);
        Thread.sleep(1500);
        Files.delete(ballast);
        assertThat(ended(accepted).get("state").asString()).isIn("SUCCEEDED", "FAILED");
        if (refused.status() == 202) {
            assertThat(ended(refused).path("errorCode").asString("")).isIn("disk-full", "store-full", "");
        }
        made(post("/software-packages", Map.of("name", "Again", "path", source.toString())));
    }
}
