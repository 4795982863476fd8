package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.library.driver.SampleDrivers;
import dev.slipway.site.library.source.SambaServer;
import dev.slipway.site.library.source.SourceAccounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Everything of the library that is made of a folder, from a real Samba with an account out of the vault. */
class ShareLibraryTest {
    private static final Instant SETTLED = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    static Path folder;

    private static LibrarySite library;
    private static SambaServer samba;

    @BeforeAll
    static void start() throws Exception {
        samba = SambaServer.start(folder);
        library = new LibrarySite();
        library.site.bean(SourceAccounts.class).put("dock", SambaServer.USER, "", SambaServer.PASSWORD);
        library.site.bean(SourceAccounts.class).put("stranger", SambaServer.USER, "", "not it");
    }

    @AfterAll
    static void stop() throws Exception {
        if (samba != null) {
            samba.close();
        }
    }

    private static Path share(String name) throws Exception {
        return Files.createDirectories(samba.images().resolve(name));
    }

    private static Map<String, Object> at(String name, String account) {
        return Map.of("name", "Of a share", "path", samba.unc(name), "sourceAccount", account);
    }

    private static void settle(Path file, int seconds) throws Exception {
        Files.setLastModifiedTime(file, FileTime.from(SETTLED.plusSeconds(seconds)));
    }

    @Test
    @Tag("DIST-3")
    void applicationsAndPackagesAreAddedAndRefreshed() throws Exception {
        Path source = share("tool");
        Files.writeString(source.resolve("setup ä.exe"), "one");
        settle(source.resolve("setup ä.exe"), 0);
        for (String kind : List.of("/applications", "/software-packages")) {
            String id = library.made(library.post(kind, at("tool", "dock")));
            assertThat(library.said(library.post("/packages/" + id + "/refresh", Map.of())))
                    .contains("has not changed");
            Files.writeString(source.resolve("more.txt"), "more of " + kind);
            settle(source.resolve("more.txt"), 1);
            assertThat(library.said(library.post("/packages/" + id + "/refresh", Map.of())))
                    .contains("version 2");
            assertThat(library.stored(
                            library.get(kind + "/" + id).get("contentId").asString(), "setup ä.exe"))
                    .asString()
                    .isEqualTo("one");
            Files.delete(source.resolve("more.txt"));
        }
    }

    @Test
    @Tag("UPG-1")
    void anUpgradePackageIsAddedAndRefreshed() throws Exception {
        Path tree = share("upgrade");
        Files.createDirectories(tree.resolve("Sources"));
        Files.writeString(tree.resolve("Setup.exe"), "MZ");
        Files.copy(Wims.twoImages(folder, "of-share", 61), tree.resolve("Sources/Install.wim"));
        String id = library.made(library.post("/upgrade-packages", at("upgrade", "dock")));
        assertThat(library.get("/upgrade-packages/" + id).get("indexes")).hasSize(2);
        Files.writeString(tree.resolve("Setup.exe"), "MZ two");
        assertThat(library.said(library.post("/packages/" + id + "/refresh", Map.of())))
                .contains("version 2");
        assertThat(library.said(library.post(
                        "/upgrade-packages/" + id + "/extract", Map.of("index", 2, "overwriteSource", true))))
                .contains("version 3");
        try (var left = Files.list(tree.resolve("Sources"))) {
            assertThat(left).as("no file on its way remains on the share").hasSize(1);
        }
    }

    @Test
    @Tag("DRV-1")
    @Tag("DRV-4")
    void driversAreImportedAndADriverPackageIsComposedOfThem() throws Exception {
        Path drivers = share("drivers");
        SampleDrivers.storage(drivers, "share");
        SampleDrivers.network(drivers, "share");
        String fleet = library.post("/driver-packages", Map.of("name", "Of a share"))
                .json()
                .get("id")
                .asString();
        assertThat(library.said(library.post(
                        "/drivers",
                        Map.of("path", samba.unc("drivers"), "sourceAccount", "dock", "packages", List.of(fleet)))))
                .startsWith("2 imported");
        assertThat(library.get("/driver-packages/" + fleet).get("members")).hasSize(2);
    }

    @Test
    void anAccountThatIsRefusedIsToldByEveryKind() throws Exception {
        share("refused");
        Files.writeString(share("refused").resolve("file"), "x");
        for (String kind : List.of("/applications", "/software-packages", "/upgrade-packages", "/drivers")) {
            library.assertFails(library.post(kind, at("refused", "stranger")), "source-account-refused");
        }
    }

    @Test
    @Timeout(180)
    @Tag("DRV-1")
    void aServerThatDiesInTheMiddleLeavesNothingHalfAndTheSameAgainGoesOn() throws Exception {
        Path drivers = share("many");
        byte[] noise = new byte[1 << 20];
        for (int i = 0; i < 40; i++) {
            Path one = drivers.resolve("driver" + i);
            SampleDrivers.storage(one, "many" + i);
            new Random(i).nextBytes(noise);
            Files.write(one.resolve("storage/x64/KeelStor.sys"), noise);
        }
        Path tool = share("large");
        for (int i = 0; i < 60; i++) {
            new Random(1000 + i).nextBytes(noise);
            Files.write(tool.resolve("file" + i), noise);
        }
        int contents = library.store().contents().size();
        var importing = library.post("/drivers", Map.of("path", samba.unc("many"), "sourceAccount", "dock"));
        var adding = library.post("/software-packages", at("large", "dock"));
        awaitDriver();
        samba.kill();
        JsonNode imported = library.ended(importing);
        JsonNode added = library.ended(adding);
        samba.restart();
        int whole = library.get("/drivers?search=many&limit=500").get("items").size();
        if (imported.get("state").asString().equals("FAILED")) {
            assertThat(imported.get("errorCode").asString())
                    .as(imported.toString())
                    .isEqualTo("source-unreachable");
            assertThat(imported.get("message").asString()).contains("goes on from there");
            assertThat(whole).isLessThan(40);
        }
        boolean isAdded = added.get("state").asString().equals("SUCCEEDED");
        if (!isAdded) {
            assertThat(added.get("errorCode").asString()).as(added.toString()).isEqualTo("source-unreachable");
        }
        assertThat(library.store().contents()).hasSize(contents + whole + (isAdded ? 1 : 0));

        assertThat(library.said(library.post("/drivers", Map.of("path", samba.unc("many"), "sourceAccount", "dock"))))
                .startsWith(40 - whole + " imported");
        assertThat(library.get("/drivers?search=many&limit=500").get("items")).hasSize(40);
        library.made(library.post("/software-packages", at("large", "dock")));
    }

    private static void awaitDriver() throws Exception {
        for (int i = 0; i < 1000; i++) {
            if (!library.get("/drivers?search=many").get("items").isEmpty()) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("No driver arrives");
    }
}
