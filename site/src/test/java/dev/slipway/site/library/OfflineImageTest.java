package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the site reads out of images that hold a Windows. */
class OfflineImageTest {
    private static final String[] WINDOWS_10 = {
        "WINDOWS/ARCH=9",
        "WINDOWS/HAL=acpiapic",
        "WINDOWS/PRODUCTNAME=Example System",
        "WINDOWS/PRODUCTTYPE=WinNT",
        "WINDOWS/PRODUCTSUITE=Terminal Server",
        "WINDOWS/INSTALLATIONTYPE=Client",
        "WINDOWS/SYSTEMROOT=WINDOWS",
        "WINDOWS/VERSION/MAJOR=10",
        "WINDOWS/VERSION/MINOR=0",
        "WINDOWS/VERSION/BUILD=19045",
        "WINDOWS/VERSION/SPBUILD=3930",
        "WINDOWS/VERSION/BRANCH=vb_release"
    };

    @TempDir
    static Path folder;

    private static LibrarySite library;
    private static Path plain;
    private static Path licensed;

    @BeforeAll
    static void make() throws Exception {
        library = new LibrarySite();
        Path tree = Wims.windowsTree(Files.createDirectories(folder.resolve("tree")));
        plain = Wims.captured(tree, folder.resolve("windows10.wim"), "Windows 10", WINDOWS_10);
        Path terms = Files.createDirectories(tree.resolve("Windows/System32/en-US/Licenses/_Default/Enterprise"));
        Files.writeString(terms.resolve("license.rtf"), "{\\rtf1 Terms}");
        licensed = Wims.captured(tree, folder.resolve("licensed.wim"), "Windows 10");
    }

    private static String added(Path wim) throws Exception {
        return library.made(library.post("/images", Map.of("path", wim.toString())));
    }

    private static List<String> texts(JsonNode updates, String field) {
        return StreamSupport.stream(updates.spliterator(), false)
                .map(update -> update.path(field).asString(""))
                .toList();
    }

    @Test
    @Tag("IMG-5")
    void everythingThatTheXmlSaysOfAnIndexIsRecorded() throws Exception {
        JsonNode index = library.get("/images/" + added(plain)).get("indexes").get(0);
        assertThat(index.get("halType").asString()).isEqualTo("acpiapic");
        assertThat(index.get("productName").asString()).isEqualTo("Example System");
        assertThat(index.get("productType").asString()).isEqualTo("WinNT");
        assertThat(index.get("productSuite").asString()).isEqualTo("Terminal Server");
        assertThat(index.get("systemRoot").asString()).isEqualTo("WINDOWS");
        assertThat(index.get("osVersion").asString()).isEqualTo("10.0.19045.3930");
        assertThat(index.get("branch").asString()).isEqualTo("vb_release");
        assertThat(index.has("edition")).as("what the WIM lacks is left out").isFalse();
    }

    @Test
    @Tag("IMG-6")
    void updatesInTheImageAreRecordedWithTheirArticle() throws Exception {
        JsonNode items = library.get("/images/" + added(plain) + "/updates").get("items");
        assertThat(items).hasSize(1);
        JsonNode updates = items.get(0).get("updates");
        assertThat(texts(updates, "kb")).containsExactly("KB4000001", "KB5034441", "KB5034122");
        assertThat(texts(updates, "title")).containsExactly("", "Fix for KB5034441", "Fix for KB5034122");
        assertThat(texts(updates, "releaseType")).containsExactly("", "Security Update", "Update");
        assertThat(updates.get(0).get("problem").asString()).contains("not well-formed");
        assertThat(updates.get(1).get("version").asString()).isEqualTo("19041.3920.1.2");
        assertThat(updates.get(1).get("architecture").asString()).isEqualTo("amd64");
    }

    @Test
    @Tag("IMG-6")
    void nextVersionReplacesTheUpdatesAndARollbackBringsThemBack() throws Exception {
        Path tree = Wims.windowsTree(Files.createDirectories(folder.resolve("changing")));
        Path wim = Wims.captured(tree, folder.resolve("changing.wim"), "Changing");
        String id = added(wim);
        Path packages = tree.resolve("Windows/servicing/Packages");
        Files.delete(packages.resolve("Package_for_RollupFix~31bf3856ad364e35~amd64~~19041.3930.1.6.mum"));
        Files.delete(wim);
        Wims.captured(tree, wim, "Changing");
        library.said(library.site.api("POST", "/packages/" + id + "/refresh", ""));
        assertThat(updates(id)).containsExactly("KB4000001", "KB5034441");
        library.post("/packages/" + id + "/rollback", Map.of("version", 1));
        assertThat(updates(id)).containsExactly("KB4000001", "KB5034441", "KB5034122");
        library.site.api("POST", "/packages/" + id + "/reload", "");
        assertThat(updates(id)).hasSize(3);
    }

    private static List<String> updates(String id) throws Exception {
        return texts(
                library.get("/images/" + id + "/updates").get("items").get(0).get("updates"), "kb");
    }

    @Test
    @Tag("IMG-6")
    void imageWithoutWindowsHasNoUpdates() throws Exception {
        String id = added(Wims.twoImages(folder, "no-windows", 61));
        JsonNode items = library.get("/images/" + id + "/updates").get("items");
        assertThat(items).hasSize(2);
        assertThat(items.get(1).get("updates")).isEmpty();
        assertThat(items.get(1).get("problem").asString()).isEmpty();
    }

    @Test
    @Tag("IMG-6")
    @Tag("UPG-3")
    void updatesInAnUpgradePackageAreRecordedToo() throws Exception {
        Path medium = medium("updates-medium", plain);
        String id = library.made(library.post("/upgrade-packages", Map.of("path", medium.toString())));
        JsonNode items = library.get("/upgrade-packages/" + id + "/updates").get("items");
        assertThat(texts(items.get(0).get("updates"), "kb")).contains("KB5034441");
    }

    private static Path medium(String name, Path wim) throws Exception {
        Path medium = folder.resolve(name);
        Files.createDirectories(medium.resolve("sources"));
        Files.writeString(medium.resolve("setup.exe"), "MZ");
        Files.copy(wim, medium.resolve("sources/install.wim"));
        return medium;
    }

    @Test
    @Tag("IMG-1")
    @Tag("IMG-9")
    void bothOriginsAreTakenAndTellWhetherTheyCanBeServicedOffline() throws Exception {
        Path captured = Wims.captured(folder.resolve("tree"), folder.resolve("captured.wim"), "Reference machine");
        JsonNode ten = servicing(added(plain));
        assertThat(ten.get("state").asString()).isEqualTo("SUPPORTED");
        Path vendor = medium("vendor-medium", plain).resolve("sources/install.wim");
        Wims.run("wimlib-imagex", "info", vendor.toString(), "1", "--image-property", "WINDOWS/VERSION/BUILD=26100");
        JsonNode eleven = servicing(added(vendor));
        assertThat(eleven.get("state").asString()).isEqualTo("UNIFIED_UPDATES");
        assertThat(eleven.get("reason").asString()).contains("refreshed medium");
        JsonNode unknown = library.get("/images/"
                        + library.made(
                                library.post("/images", Map.of("path", captured.toString(), "acceptLicense", true))))
                .get("indexes")
                .get(0)
                .get("offlineServicing");
        assertThat(unknown.get("state").asString()).isEqualTo("NOT_WINDOWS");
    }

    private static JsonNode servicing(String id) throws Exception {
        return library.get("/images/" + id).get("indexes").get(0).get("offlineServicing");
    }

    @Test
    @Tag("IMG-9")
    void theKindOfUpdatesDependsOnBuildAndInstallation() {
        assertThat(state("10.0.22000.1", "Client")).isEqualTo(OfflineServicing.State.SUPPORTED);
        assertThat(state("10.0.22621.1", "Client")).isEqualTo(OfflineServicing.State.UNIFIED_UPDATES);
        assertThat(state("10.0.25398.1", "Server Core")).isEqualTo(OfflineServicing.State.SUPPORTED);
        assertThat(state("10.0.26100.1", "Server")).isEqualTo(OfflineServicing.State.UNIFIED_UPDATES);
        assertThat(state("6.1.7601", "Client")).isEqualTo(OfflineServicing.State.SUPPORTED);
        assertThat(state("10", "Client")).isEqualTo(OfflineServicing.State.UNKNOWN);
    }

    private static OfflineServicing.State state(String version, String installation) {
        return OfflineServicing.of(version, installation, null).state();
    }

    @Test
    @Tag("IMG-3")
    void imageWithLicenceTermsIsRefusedUntilTheyAreAccepted() throws Exception {
        JsonNode refused = library.ended(library.post("/images", Map.of("path", licensed.toString())));
        assertThat(refused.get("errorCode").asString()).isEqualTo("license-not-accepted");
        assertThat(refused.get("message").asString())
                .contains("\\Windows\\System32\\en-US\\Licenses\\_Default\\Enterprise\\license.rtf");
        String id = library.made(library.post("/images", Map.of("path", licensed.toString(), "acceptLicense", true)));
        JsonNode license = library.get("/images/" + id).get("license");
        assertThat(license.get("terms").asString()).endsWith("license.rtf in image 1");
        assertThat(license.get("acceptedBy").asString()).isEqualTo("tester");
        assertThat(library.get("/images/" + added(plain)).has("license")).isFalse();
    }

    @Test
    @Tag("IMG-3")
    void refusedIndexLeavesNoFileBesideTheSource() throws Exception {
        Path source = Files.copy(
                licensed, Files.createDirectories(folder.resolve("index")).resolve("install.wim"));
        library.assertFails(
                library.post("/images", Map.of("path", source.toString(), "index", 1)), "license-not-accepted");
        try (var files = Files.list(source.resolveSibling("."))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    @Tag("IMG-3")
    @Tag("UPG-1")
    void mediumWithLicenceTermsIsRefusedUntilTheyAreAccepted() throws Exception {
        Path medium = medium("licensed-medium", plain);
        Files.createDirectories(medium.resolve("sources/license/en-us"));
        Files.writeString(medium.resolve("sources/license/en-us/license.rtf"), "{\\rtf1 Terms}");
        library.assertFails(
                library.post("/upgrade-packages", Map.of("path", medium.toString())), "license-not-accepted");
        String id = library.made(
                library.post("/upgrade-packages", Map.of("path", medium.toString(), "acceptLicense", true)));
        assertThat(library.get("/upgrade-packages/" + id)
                        .get("license")
                        .get("terms")
                        .asString())
                .isEqualTo("sources/license/en-us/license.rtf");
    }
}
