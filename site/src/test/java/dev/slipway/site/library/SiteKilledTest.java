package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.IngestProgress;
import dev.slipway.site.SiteChild;
import dev.slipway.site.library.driver.SampleDrivers;
import dev.slipway.wim.Progress;
import dev.slipway.wim.WimFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A site is killed twice with every kind of the library's work in its hands, and ends all of it at the third start. */
class SiteKilledTest {
    private static final int DRIVERS = 60;

    @TempDir
    Path folder;

    @Test
    @Timeout(240)
    @Tag("DRV-1")
    @Tag("UPG-1")
    @Tag("UPG-2")
    @Tag("DIST-11")
    void everythingBegunEndsOnceAndWhole() throws Exception {
        Path wim = wim();
        Path upgrade = upgradeTree("upgrade", wim);
        try (SiteChild site = new SiteChild(folder)) {
            site.start();
            String image = made(site, site.begun("/images", Map.of("path", wim.toString())));
            String extracted = made(site, site.begun("/upgrade-packages", Map.of("path", upgrade.toString())));
            String drivers = site.send("POST", "/driver-packages", Map.of("name", "All"))
                    .json()
                    .get("id")
                    .asString();
            Map<String, String> begun = begin(site, wim, image, extracted, drivers);
            for (int milliseconds : new int[] {350, 1200}) {
                Thread.sleep(milliseconds);
                site.kill();
                whole(upgrade.resolve("sources/install.wim"));
                site.start();
            }
            for (var one : begun.entrySet()) {
                JsonNode operation = site.ended(one.getValue());
                assertThat(operation.get("state").asString())
                        .as("%s: %s", one.getKey(), operation)
                        .isEqualTo("SUCCEEDED");
            }
            assertOnceAndWhole(site, extracted, drivers);
            assertThat(site.get("/prestaged-files").json().get("items")).hasSize(1);
            site.stop();
            assertNothingIsLeft(upgrade, wim);
        }
    }

    private Map<String, String> begin(SiteChild site, Path wim, String image, String extracted, String drivers)
            throws Exception {
        for (int i = 0; i < DRIVERS; i++) {
            SampleDrivers.storage(folder.resolve("drivers/" + i), "number" + i);
        }
        Map<String, String> begun = new LinkedHashMap<>();
        begun.put(
                "drivers",
                site.begun(
                        "/drivers",
                        Map.of("path", folder.resolve("drivers").toString(), "packages", List.of(drivers))));
        begun.put(
                "application",
                site.begun(
                        "/applications",
                        Map.of(
                                "name",
                                "Editor",
                                "path",
                                noise("application", 90).toString())));
        begun.put(
                "package",
                site.begun(
                        "/software-packages",
                        Map.of("name", "Tool", "path", noise("package", 70).toString())));
        begun.put(
                "upgrade package",
                site.begun(
                        "/upgrade-packages",
                        Map.of("path", upgradeTree("another", wim).toString(), "name", "Another")));
        begun.put(
                "extraction in place",
                site.begun("/upgrade-packages/" + extracted + "/extract", Map.of("index", 1, "overwriteSource", true)));
        begun.put("extraction", site.begun("/images/" + image + "/extract", Map.of("index", 2)));
        begun.put(
                "boot image",
                site.begun("/boot-images", Map.of("path", bootImage().toString())));
        begun.put("prestaged file", site.begun("/prestaged-files", Map.of("packages", List.of(image, extracted))));
        return begun;
    }

    private static void assertOnceAndWhole(SiteChild site, String extracted, String drivers) throws Exception {
        for (String list : List.of("applications", "software-packages", "boot-images")) {
            assertThat(site.get("/" + list).json().get("items")).as(list).hasSize(1);
        }
        assertThat(site.get("/images").json().get("items"))
                .as("and the extracted one")
                .hasSize(2);
        assertThat(site.get("/upgrade-packages").json().get("items")).hasSize(2);
        assertThat(site.get("/drivers?limit=1000").json().get("items")).hasSize(DRIVERS);
        JsonNode members = site.get("/driver-packages/" + drivers).json();
        assertThat(members.get("members")).hasSize(DRIVERS);
        JsonNode upgrade = site.get("/upgrade-packages/" + extracted).json();
        assertThat(upgrade.get("indexes")).hasSize(1);
        assertThat(upgrade.get("sourceVersion").asLong())
                .as("one more version, not two")
                .isEqualTo(2);
    }

    private void assertNothingIsLeft(Path upgrade, Path wim) throws Exception {
        assertThat(names(upgrade.resolve("sources"))).containsExactly("install.wim");
        assertThat(names(wim.resolveSibling(""))).containsExactly("ship-index2.wim", "ship.wim");
        assertThat(names(folder.resolve("data/work"))).isEmpty();
        assertThat(names(folder.resolve("data/temporary"))).isEmpty();
        assertThat(names(folder.resolve("data/boot")))
                .as("boot images are contents of the store")
                .isEmpty();
        assertThat(names(folder.resolve("data/prestaged"))).hasSize(1);
        try (ContentStore store = ContentStore.open(folder.resolve("data/content"))) {
            for (ContentId content : store.contents()) {
                assertThat(store.verify(content, IngestProgress.NONE)).isEmpty();
            }
        }
    }

    private static String made(SiteChild site, String operation) throws Exception {
        JsonNode ended = site.ended(operation);
        assertThat(ended.get("state").asString()).as(ended.toString()).isEqualTo("SUCCEEDED");
        return ended.get("subject").asString();
    }

    private static void whole(Path wim) throws Exception {
        try (WimFile file = WimFile.open(wim)) {
            file.verify(Progress.NONE);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path wim() throws Exception {
        Path root = noise("system", 60);
        Path wim = Files.createDirectories(folder.resolve("images")).resolve("ship.wim");
        Wims.run("wimlib-imagex", "capture", root.toString(), wim.toString(), "One", "--compress=none");
        Files.writeString(root.resolve("second"), "two");
        Wims.run("wimlib-imagex", "append", root.toString(), wim.toString(), "Two");
        return wim;
    }

    private Path upgradeTree(String name, Path wim) throws IOException {
        Path tree = folder.resolve(name);
        Files.createDirectories(tree.resolve("sources"));
        Files.writeString(tree.resolve("setup.exe"), "MZ " + name);
        Files.copy(wim, tree.resolve("sources/install.wim"));
        return tree;
    }

    private Path noise(String name, int mebibytes) throws IOException {
        Path made = Files.createDirectories(folder.resolve(name));
        byte[] bytes = new byte[mebibytes << 19];
        for (int i = 0; i < 2; i++) {
            new Random(name.hashCode() + i).nextBytes(bytes);
            Files.write(made.resolve("noise" + i), bytes);
        }
        return made;
    }

    private Path bootImage() throws Exception {
        Path made = noise("boot", 80);
        Files.writeString(made.resolve("bootimage.json"), """
                {"name": "Boot", "version": "1", "architecture": "x64", "kernelVersion": "6.1",
                 "kernel": {"path": "noise0", "size": %1$d, "sha256": "%2$s"},
                 "initramfs": {"path": "noise1", "size": %1$d, "sha256": "%3$s"}}
                """.formatted(
                Files.size(made.resolve("noise0")), sha256(made.resolve("noise0")), sha256(made.resolve("noise1"))));
        return made;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
