package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentFile;
import dev.slipway.content.ContentId;
import dev.slipway.protocol.Registration.Environment;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.site.TestSite;
import dev.slipway.site.machine.TestMachine;
import dev.slipway.wim.WimFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class UpgradePackagesTest {
    @TempDir
    static Path folder;

    private static LibrarySite library;
    private static Path wim;
    private Path tree = folder;

    @BeforeAll
    static void make() throws Exception {
        library = new LibrarySite();
        wim = Wims.twoImages(folder, "upgrade", 21);
    }

    @BeforeEach
    void tree() throws Exception {
        tree = Files.createTempDirectory(folder, "tree");
        Files.createDirectories(tree.resolve("Sources/dlmanifests"));
        Files.writeString(tree.resolve("Setup.exe"), "MZ setup");
        Files.writeString(tree.resolve("Sources/dlmanifests/a.man"), "manifest");
        Files.copy(wim, tree.resolve("Sources/install.wim"));
        Files.copy(wim, tree.resolve("Sources/boot.wim"));
    }

    private String added() throws Exception {
        return library.made(library.post("/upgrade-packages", Map.of("path", tree.toString())));
    }

    private List<String> paths(JsonNode upgrade) throws Exception {
        return library.store().manifest(new ContentId(upgrade.get("contentId").asString())).files().stream()
                .map(ContentFile::path)
                .toList();
    }

    @Test
    @Tag("UPG-1")
    void wholeTreeIsContentAndTheImageIsDescribed() throws Exception {
        JsonNode upgrade = library.get("/upgrade-packages/" + added());
        assertThat(upgrade.get("name").asString()).isEqualTo("Ship one");
        assertThat(upgrade.get("imagePath").asString()).isEqualTo("Sources/install.wim");
        assertThat(upgrade.get("indexes")).hasSize(2);
        assertThat(paths(upgrade))
                .containsExactlyInAnyOrder(
                        "Setup.exe", "Sources/boot.wim", "Sources/dlmanifests/a.man", "Sources/install.wim");
        assertThat(upgrade.get("storedBytes").asLong())
                .as("the same WIM twice is stored once")
                .isLessThan(2 * Files.size(wim));
    }

    @Test
    @Tag("UPG-1")
    void folderWithoutSetupIsRefused() throws Exception {
        Files.delete(tree.resolve("Setup.exe"));
        library.assertFails(
                library.post("/upgrade-packages", Map.of("path", tree.toString())), "upgrade-package-incomplete");
    }

    @Test
    @Tag("UPG-1")
    void missingSetupIsToldBeforeALinkIs() throws Exception {
        Files.delete(tree.resolve("Setup.exe"));
        Files.createSymbolicLink(tree.resolve("Sources/link"), wim);
        library.assertFails(
                library.post("/upgrade-packages", Map.of("path", tree.toString())), "upgrade-package-incomplete");
        Files.writeString(tree.resolve("Setup.exe"), "MZ setup");
        library.assertFails(library.post("/upgrade-packages", Map.of("path", tree.toString())), "source-not-plain");
    }

    @Test
    @Tag("UPG-4")
    void runOfASequenceThatInstallsFromAnUpgradePackageGetsItsContent() throws Exception {
        TestSite site = library.site;
        String id = added();
        String xml = """
                <sequence version="3.10"><step type="SMS_TaskSequence_ApplyOperatingSystemAction" name="Apply" runIn="WinPE"><action/><defaultVarList>
                <variable name="InstallPackageID" property="InstallPackageID" hidden="true">%s</variable>
                <variable name="OSDInstallEditionIndex" property="InstallEditionIndex">2</variable></defaultVarList></step></sequence>""".formatted(id);
        String sequence = library.post("/task-sequences", Map.of("name", "Fresh", "description", "", "xml", xml))
                .json()
                .get("id")
                .asString();
        site.api("POST", "/content/" + id + "/distribute", "{\"points\":[\"SITE\"]}");
        TestMachine machine = new TestMachine(site, "", "52:54:00:00:99:04");
        machine.register();
        site.api("POST", "/devices/" + machine.id() + "/approve", "");
        machine.arrive(Environment.FULL_OS);
        String deployment = site.deploy(sequence, "SMS00001", "AVAILABLE", "CLIENTS");
        RunPolicy policy = machine.start(deployment);
        assertThat(policy.contents()).anySatisfy(content -> {
            assertThat(content.packageId()).isEqualTo(id);
            assertThat(content.kind()).isEqualTo("OS_UPGRADE_PACKAGE");
            assertThat(library.store()
                            .manifest(new ContentId(content.contentId()))
                            .files())
                    .extracting(ContentFile::path)
                    .contains("Sources/install.wim");
        });
    }

    @Test
    @Tag("UPG-1")
    void folderWithoutImageIsRefusedWithTheReason() throws Exception {
        Files.move(tree.resolve("Sources/install.wim"), tree.resolve("Sources/install.swm"));
        JsonNode operation = library.site.ended(library.post("/upgrade-packages", Map.of("path", tree.toString())));
        assertThat(operation.get("errorCode").asString()).isEqualTo("upgrade-package-incomplete");
        assertThat(operation.get("message").asString()).contains("in parts");
    }

    @Test
    @Tag("UPG-1")
    void fileIsRefusedAtOnce() throws Exception {
        assertThat(library.post("/upgrade-packages", Map.of("path", wim.toString()))
                        .code())
                .isEqualTo("source-not-a-folder");
    }

    @Test
    @Tag("UPG-3")
    @Tag("DIST-3")
    void changedTreeIsTheNextVersionAndStoresTheDifferenceOnly() throws Exception {
        String id = added();
        Files.writeString(tree.resolve("Sources/new.txt"), "one more file");
        assertThat(library.said(library.site.api("POST", "/packages/" + id + "/refresh", "")))
                .contains("is now at version 2");
        JsonNode upgrade = library.get("/upgrade-packages/" + id);
        assertThat(paths(upgrade)).contains("Sources/new.txt");
        assertThat(upgrade.get("storedBytes").asLong()).isEqualTo("one more file".length());
    }

    @Test
    @Tag("UPG-2")
    void extractionLeavesOneIndexInTheNextVersionAndTheOldOneIsTheBackup() throws Exception {
        String id = added();
        String before = library.get("/upgrade-packages/" + id).get("contentId").asString();
        byte[] source = Files.readAllBytes(tree.resolve("Sources/install.wim"));
        assertThat(library.said(library.post("/upgrade-packages/" + id + "/extract", Map.of("index", 2))))
                .contains("version 2");
        JsonNode upgrade = library.get("/upgrade-packages/" + id);
        assertThat(upgrade.get("indexes")).hasSize(1);
        assertThat(upgrade.get("indexes").get(0).get("name").asString()).isEqualTo("Ship two");
        assertThat(upgrade.get("storedBytes").asLong()).as("tables only").isLessThan(20_000);
        assertThat(paths(upgrade)).hasSize(4);
        assertThat(Files.readAllBytes(tree.resolve("Sources/install.wim"))).isEqualTo(source);
        assertThat(library.post("/packages/" + id + "/rollback", Map.of("version", 1))
                        .status())
                .isEqualTo(200);
        JsonNode back = library.get("/upgrade-packages/" + id);
        assertThat(back.get("contentId").asString()).isEqualTo(before);
        assertThat(back.get("indexes")).hasSize(2);
    }

    @Test
    @Tag("UPG-2")
    void extractionOverwritesTheTreeOnRequest() throws Exception {
        String id = added();
        library.said(library.post("/upgrade-packages/" + id + "/extract", Map.of("index", 1, "overwriteSource", true)));
        try (WimFile overwritten = WimFile.open(tree.resolve("Sources/install.wim"))) {
            assertThat(overwritten.images()).hasSize(1);
        }
        try (var left = Files.list(tree.resolve("Sources"))) {
            assertThat(left).as("no temporary file remains").hasSize(3);
        }
        assertThat(library.said(library.site.api("POST", "/packages/" + id + "/refresh", "")))
                .contains("has not changed since version 2");
        library.assertFails(
                library.post("/upgrade-packages/" + id + "/extract", Map.of("index", 1)), "wim-single-index");
    }
}
