package dev.slipway.site.library.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.site.Role;
import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import dev.slipway.site.TestSite.Answer;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.StoredPackage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DriversTest {
    private static TestSite site;

    @TempDir
    Path folder;

    /** Drivers of other tests are others. */
    private final String seed = UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void start() throws Exception {
        site = SharedSite.get();
    }

    private static JsonNode succeeded(Answer accepted) throws Exception {
        JsonNode operation = site.ended(accepted);
        assertThat(operation.get("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        return operation;
    }

    private JsonNode importAll(String more) throws Exception {
        return site.ended(site.api("POST", "/drivers", "{\"path\": \"" + folder + "\"" + more + "}"));
    }

    private List<JsonNode> found(String query) throws Exception {
        Answer answer = site.get("/drivers?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return StreamSupport.stream(answer.json().get("items").spliterator(), false)
                .toList();
    }

    private JsonNode only(String query) throws Exception {
        List<JsonNode> found = found(query);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    @Tag("DRV-1")
    @Tag("DRV-2")
    void everyDriverOfAFolderIsImportedWithWhatItsInfFileSays() throws Exception {
        SampleDrivers.storage(folder, seed);
        SampleDrivers.network(folder, seed);
        JsonNode operation = importAll(", \"categories\": [\"Laptops\", \"2024\"]");
        assertThat(operation.get("message").asString()).isEqualTo("2 imported.");

        JsonNode storage = only("search=Keel+" + seed);
        assertThat(storage.get("id").asString()).matches("[A-Z0-9]{3}[0-9A-F]{5}");
        assertThat(storage.get("name").asString()).as("the first device").isEqualTo("Keel " + seed + " Controller");
        assertThat(storage.get("provider").asString()).isEqualTo("Keel & Mast");
        assertThat(storage.get("deviceClass").asString()).isEqualTo("SCSIAdapter");
        assertThat(storage.get("driverDate").asString()).isEqualTo("2024-03-14");
        assertThat(storage.get("signed").asBoolean()).isTrue();
        assertThat(storage.get("signer").asString()).isEqualTo(SampleCatalog.SIGNER);
        assertThat(storage.get("signatureProblem").asString()).isEmpty();
        assertThat(storage.get("bootCritical").asBoolean()).isTrue();
        assertThat(storage.get("enabled").asBoolean()).isTrue();
        assertThat(storage.get("categories").toString()).isEqualTo("[\"2024\",\"Laptops\"]");
        JsonNode details = site.get("/drivers/" + storage.get("id").asString()).json();
        assertThat(details.get("devices").get(0).get("hardwareId").asString()).isEqualTo("PCI\\VEN_1D1D&DEV_0100");
        assertThat(details.get("files").toString()).contains("x64/KeelStor.sys", "keelstor.cat", "keelstor.inf");

        JsonNode network = only("search=Rope+" + seed);
        assertThat(network.get("signed").asBoolean()).isFalse();
        assertThat(network.get("signatureProblem").asString()).isEqualTo("The INF file names no catalog.");
        assertThat(network.get("bootCritical").asBoolean()).isFalse();
        assertThat(network.get("architectures").toString()).isEqualTo("[\"x64\",\"arm64\"]");
        assertThat(network.get("missing").toString()).isEqualTo("[\"helper.dll\"]");
    }

    @Test
    @Tag("DRV-2")
    void anInfFileThatWasChangedAfterItWasSignedIsNotSigned() throws Exception {
        SampleDrivers.storage(folder, seed);
        Path inf = folder.resolve("storage/keelstor.inf");
        Files.writeString(inf, Files.readString(inf) + "; one more line\n");
        importAll("");
        JsonNode changed = only("search=" + seed);
        assertThat(changed.get("signed").asBoolean()).isFalse();
        assertThat(changed.get("signer").asString()).isEmpty();
        assertThat(changed.get("signatureProblem").asString()).contains("keelstor.cat", "does not list the INF file");
        assertThat(importAll(", \"signedOnly\": true").get("message").asString())
                .startsWith("0 imported");
    }

    @Test
    @Tag("DRV-2")
    void anotherImportTellsTheSignerOfADriverFromBeforeSignaturesWereChecked() throws Exception {
        SampleDrivers.storage(folder, seed);
        importAll("");
        String id = only("search=" + seed).get("id").asString();
        site.bean(Database.class)
                .change(handle -> handle.execute("update driver set signer = '' where package = ?", id));
        importAll("");
        assertThat(only("search=" + seed).get("signer").asString()).isEqualTo(SampleCatalog.SIGNER);
    }

    @Test
    @Tag("DRV-2")
    void aCatalogThatIsMissingOrNobodysIsTold() throws Exception {
        SampleDrivers.storage(folder, seed);
        Path catalog = folder.resolve("storage/keelstor.cat");
        Files.writeString(catalog, "signed, honestly");
        assertThat(signatureProblem()).startsWith("The catalog keelstor.cat is not usable: ");
        Files.delete(catalog);
        assertThat(signatureProblem()).isEqualTo("The catalog keelstor.cat does not lie beside it.");
    }

    private String signatureProblem() throws Exception {
        JsonNode found = site.api("POST", "/drivers/preview", "{\"path\": \"" + folder + "\"}")
                .json()
                .get("items")
                .get(0);
        assertThat(found.get("signed").asBoolean()).isFalse();
        return found.get("signatureProblem").asString();
    }

    @Test
    @Tag("DRV-1")
    void oneInfFileAndAChosenFewAreImportedAlone() throws Exception {
        SampleDrivers.storage(folder, seed);
        SampleDrivers.network(folder, seed);
        JsonNode preview = site.api("POST", "/drivers/preview", "{\"path\": \"" + folder + "\"}")
                .json()
                .get("items");
        assertThat(preview).hasSize(2);
        assertThat(preview.get(0).get("inf").asString()).isEqualTo("net/rope.inf");
        assertThat(found("search=" + seed)).as("a preview imports nothing").isEmpty();

        importAll(", \"infs\": [\"net/rope.inf\"], \"enable\": false");
        assertThat(only("search=" + seed).get("enabled").asBoolean()).isFalse();
        succeeded(site.api("POST", "/drivers", "{\"path\": \"" + folder.resolve("storage/keelstor.inf") + "\"}"));
        assertThat(found("search=" + seed)).hasSize(2);
    }

    @Test
    @Tag("DRV-1")
    void aDriverThatIsThereFollowsTheRuleForDuplicates() throws Exception {
        SampleDrivers.storage(folder, seed);
        importAll(", \"categories\": [\"A\"]");
        Files.setLastModifiedTime(folder.resolve("storage/keelstor.inf"), FileTime.fromMillis(1_000_000_000_000L));
        JsonNode again = importAll(", \"categories\": [\"B\"]");
        assertThat(again.get("message").asString()).isEqualTo("0 imported, 1 was in the library already.");
        assertThat(only("search=" + seed).get("categories").toString()).isEqualTo("[\"A\",\"B\"]");
        importAll(", \"categories\": [\"C\"], \"duplicates\": \"KEEP_CATEGORIES\"");
        assertThat(only("search=" + seed).get("categories").toString()).isEqualTo("[\"A\",\"B\"]");
        importAll(", \"categories\": [\"C\"], \"duplicates\": \"DO_NOT_IMPORT\"");
        assertThat(only("search=" + seed).get("categories").toString()).isEqualTo("[\"A\",\"B\"]");
        importAll(", \"categories\": [\"C\"], \"duplicates\": \"OVERWRITE_CATEGORIES\"");
        assertThat(only("search=" + seed).get("categories").toString()).isEqualTo("[\"C\"]");
    }

    @Test
    @Tag("DRV-1")
    void whatIsHiddenIsNeitherShownNorImported() throws Exception {
        SampleDrivers.storage(folder, seed);
        SampleDrivers.network(folder, seed);
        Files.writeString(folder.resolve("autorun.inf"), "[autorun]\nopen=setup.exe\n");
        String signed = "{\"path\": \"" + folder + "\", \"signedOnly\": true, \"storageOrNetworkOnly\": true}";
        assertThat(site.api("POST", "/drivers/preview", signed).json().get("items"))
                .singleElement()
                .satisfies(one -> assertThat(one.get("inf").asString()).isEqualTo("storage/keelstor.inf"));
        assertThat(importAll(", \"signedOnly\": true, \"infs\": [\"storage/keelstor.inf\", \"net/rope.inf\"]")
                        .get("message")
                        .asString())
                .isEqualTo("1 imported.");
        assertThat(only("search=" + seed).get("deviceClass").asString()).isEqualTo("SCSIAdapter");
    }

    @Test
    @Tag("DRV-1")
    void anImportMayLeaveTheDistributionPointsOfItsPackagesAlone() throws Exception {
        SampleDrivers.storage(folder, seed);
        String sloop = make("{\"name\": \"Sloop " + seed + "\"}");
        String join = ", \"updatePoints\": false, \"packages\": [\"" + sloop + "\"]";
        importAll(join);
        JsonNode first = site.get("/driver-packages/" + sloop).json();
        assertThat(first.get("sourceVersion").asLong())
                .as("without content there is nothing to keep")
                .isEqualTo(2);
        assertThat(first.get("warning").asString()).isEmpty();

        SampleDrivers.network(folder, seed);
        importAll(join);
        JsonNode behind = site.get("/driver-packages/" + sloop).json();
        assertThat(behind.get("members")).hasSize(2);
        assertThat(behind.get("sourceVersion").asLong()).isEqualTo(2);
        assertThat(behind.get("warning").asString()).contains("Update its distribution points");

        succeeded(site.api("POST", "/content/" + sloop + "/update", ""));
        JsonNode updated = site.get("/driver-packages/" + sloop).json();
        assertThat(updated.get("sourceVersion").asLong()).isEqualTo(3);
        assertThat(updated.get("warning").asString()).isEmpty();
    }

    @Test
    @Tag("DRV-1")
    void whatIsNoDriverIsToldAndDoesNotStopTheOthers() throws Exception {
        SampleDrivers.storage(folder, seed);
        Files.writeString(folder.resolve("autorun.inf"), "[autorun]\nopen=setup.exe\n");
        JsonNode operation = importAll("");
        assertThat(operation.get("state").asString()).isEqualTo("SUCCEEDED");
        assertThat(operation.get("message").asString()).contains("1 imported, 1 failed: autorun.inf:");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(site.ended(site.api("POST", "/drivers", "{\"path\": \"" + empty + "\"}"))
                        .get("errorCode")
                        .asString())
                .isEqualTo("drivers-not-found");
        assertThat(site.api("POST", "/drivers", "{\"path\": \"/nowhere\"}").code())
                .isEqualTo("source-not-found");
    }

    @Test
    @Tag("DRV-2")
    void driversAreFoundByDeviceClassArchitectureAndMore() throws Exception {
        SampleDrivers.storage(folder, seed);
        SampleDrivers.network(folder, seed);
        importAll(", \"categories\": [\"" + seed + "\"]");
        String mine = "category=" + seed + "&";
        assertThat(found(mine + "search=ven_2222%26dev_0001")).hasSize(1);
        assertThat(found(mine + "class=net")).hasSize(1);
        assertThat(found(mine + "architecture=x64")).hasSize(2);
        assertThat(found(mine + "architecture=arm64")).hasSize(1);
        assertThat(found(mine + "signed=false")).hasSize(1);
        assertThat(found(mine + "bootCritical=true")).hasSize(1);
        assertThat(found(mine + "enabled=false")).isEmpty();
    }

    @Test
    @Tag("DRV-3")
    void aDisabledDriverStaysInItsPackages() throws Exception {
        SampleDrivers.storage(folder, seed);
        importAll("");
        String id = only("search=" + seed).get("id").asString();
        String driverPackage = make("{\"name\": \"P\", \"drivers\": [\"" + id + "\"]}");
        assertThat(site.api("POST", "/drivers/" + id + "/disable", "")
                        .json()
                        .get("enabled")
                        .asBoolean())
                .isFalse();
        assertThat(site.get("/driver-packages/" + driverPackage).json().get("members"))
                .hasSize(1);
        assertThat(site.api("POST", "/drivers/" + id + "/enable", "")
                        .json()
                        .get("enabled")
                        .asBoolean())
                .isTrue();
        assertThat(site.api("PUT", "/drivers/" + id + "/categories", "{\"categories\": [\" x \", \"x\"]}")
                        .json()
                        .get("categories")
                        .toString())
                .isEqualTo("[\"x\"]");
        assertThat(site.api("DELETE", "/drivers/" + id, "").code()).isEqualTo("package-in-use");
        assertThat(site.api("DELETE", "/driver-packages/" + driverPackage, "").status())
                .isEqualTo(204);
        assertThat(site.api("DELETE", "/drivers/" + id, "").status()).isEqualTo(204);
    }

    private static byte[] bytes(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + site.httpPort() + "/api/v1" + path))
                    .header("Authorization", "Bearer " + site.tokenOf(Role.READ_ONLY_ANALYST))
                    .timeout(Duration.ofSeconds(60))
                    .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }

    private static String make(String json) throws Exception {
        Answer made = site.api("POST", "/driver-packages", json);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().get("id").asString();
    }

    @Test
    @Tag("DRV-4")
    void aPackageHoldsItsMembersContentsWithoutStoringThemTwice() throws Exception {
        SampleDrivers.storage(folder, seed);
        SampleDrivers.network(folder, seed);
        String id = make("{\"name\": \"Laptop\", \"manufacturer\": \"Shipyard\", \"model\": \"Sloop 3\"}");
        assertThat(importAll(", \"packages\": [\"" + id + "\"]").get("state").asString())
                .isEqualTo("SUCCEEDED");

        JsonNode made = site.get("/driver-packages/" + id).json();
        assertThat(made.get("model").asString()).isEqualTo("Sloop 3");
        assertThat(made.get("manufacturer").asString()).isEqualTo("Shipyard");
        assertThat(made.get("members")).hasSize(2);
        assertThat(made.get("warning").asString()).isEmpty();
        assertThat(made.get("sourceVersion").asLong()).isEqualTo(2);
        assertThat(made.get("storedBytes").asLong())
                .as("no block is stored twice")
                .isZero();
        String storage = only("search=Keel+" + seed).get("id").asString();
        ContentId content = new ContentId(made.get("contentId").asString());
        assertThat(site.bean(Content.class).store().manifest(content).files())
                .extracting(file -> file.path())
                .contains(storage + "/x64/KeelStor.sys", storage + "/keelstor.inf")
                .hasSize(5);

        succeeded(site.api("POST", "/driver-packages/" + id + "/members", "{\"add\": [\"" + storage + "\"]}"));
        assertThat(site.get("/driver-packages/" + id)
                        .json()
                        .get("sourceVersion")
                        .asLong())
                .as("nothing changed")
                .isEqualTo(2);
        succeeded(site.api("POST", "/driver-packages/" + id + "/members", "{\"remove\": [\"" + storage + "\"]}"));
        JsonNode fewer = site.get("/driver-packages/" + id).json();
        assertThat(fewer.get("sourceVersion").asLong()).isEqualTo(3);
        assertThat(fewer.get("members")).hasSize(1);
        assertThat(site.api("PATCH", "/driver-packages/" + id, "{\"model\": \"Sloop 4\", \"comment\": \"new\"}")
                        .json()
                        .get("model")
                        .asString())
                .isEqualTo("Sloop 4");
        assertThat(site.get("/driver-packages/" + id).json().get("comment").asString())
                .isEqualTo("new");
    }

    @Test
    @Tag("DRV-2")
    void driversAreSortedAndNarrowedToAFolder() throws Exception {
        SampleDrivers.storage(folder, seed);
        SampleDrivers.network(folder, seed);
        importAll("");
        assertThat(found("search=" + seed + "&sort=-name"))
                .extracting(one -> one.get("name").asString())
                .containsExactly("Rope " + seed + " Ethernet", "Keel " + seed + " Controller");
        String rope = only("search=Rope+" + seed).get("id").asString();
        String shelf = site.api("POST", "/folders/DRIVER", "{\"name\": \"Shelf " + seed + "\"}")
                .json()
                .get("id")
                .asString();
        site.api("POST", "/packages/" + rope + "/move", "{\"folder\": " + shelf + "}");
        assertThat(only("folder=" + shelf).get("id").asString()).isEqualTo(rope);
        assertThat(site.get("/drivers?sort=nonsense").code()).isEqualTo("request-invalid");
    }

    @Test
    @Tag("DRV-4")
    void fromFiveHundredDriversOnThePackageWarns() throws Exception {
        String id = make("{\"name\": \"Many " + seed + "\"}");
        StoredPackage shared = site.bean(Packages.class).get(PackageType.DRIVER_PACKAGE, id);
        DriverPackage.Member one = new DriverPackage.Member("SLP00001", "Keel", "Net", "1.0", "x64", true);
        assertThat(DriverPackage.of(shared, "", Collections.nCopies(499, one), List.of())
                        .warning())
                .isEmpty();
        assertThat(DriverPackage.of(shared, "", Collections.nCopies(500, one), List.of())
                        .warning())
                .contains("holds 500 drivers", "fewer than 500 are recommended");
    }

    @Test
    @Tag("DRV-4")
    void manufacturerAndModelHaveAtMostAHundredCharacters() throws Exception {
        String longest = "m".repeat(100);
        String id = make("{\"name\": \"Long " + seed + "\", \"manufacturer\": \"" + longest + "\", \"model\": \""
                + longest + "\"}");
        for (String field : List.of("manufacturer", "model")) {
            String tooLong = "\"" + field + "\": \"" + longest + "m\"}";
            assertThat(site.api("PATCH", "/driver-packages/" + id, "{" + tooLong)
                            .code())
                    .isEqualTo("request-invalid");
            assertThat(site.api("POST", "/driver-packages", "{\"name\": \"Longer\", " + tooLong)
                            .code())
                    .isEqualTo("request-invalid");
        }
        assertThat(site.get("/driver-packages/" + id).json().get("model").asString())
                .isEqualTo(longest);
    }

    @Test
    @Tag("DRV-4")
    void anExportIsImportedAgainWithItsDrivers() throws Exception {
        SampleDrivers.storage(folder.resolve("source"), seed);
        SampleDrivers.network(folder.resolve("source"), seed);
        String id = make("{\"name\": \"Exported " + seed + "\", \"model\": \"Sloop 3\"}");
        succeeded(site.api(
                "POST",
                "/drivers",
                "{\"path\": \"" + folder.resolve("source") + "\", \"packages\": [\"" + id + "\"]}"));
        Path zip = Files.write(folder.resolve("export.zip"), bytes("/driver-packages/" + id + "/export"));
        try (ZipFile read = new ZipFile(zip.toFile())) {
            assertThat(read.stream().map(entry -> entry.getName()).toList())
                    .contains("driver-package.json")
                    .hasSize(6);
        }
        Path bare = Files.write(folder.resolve("bare.zip"), bytes("/driver-packages/" + id + "/export?content=false"));
        try (ZipFile read = new ZipFile(bare.toFile())) {
            assertThat(read.size()).isOne();
        }
        site.api("DELETE", "/driver-packages/" + id, "");
        for (JsonNode driver : found("search=" + seed)) {
            assertThat(site.api("DELETE", "/drivers/" + driver.get("id").asString(), "")
                            .status())
                    .isEqualTo(204);
        }

        JsonNode operation = succeeded(site.api("POST", "/driver-packages/import", "{\"path\": \"" + zip + "\"}"));
        JsonNode imported = site.get(
                        "/driver-packages/" + operation.get("subject").asString())
                .json();
        assertThat(imported.get("name").asString()).isEqualTo("Exported " + seed);
        assertThat(imported.get("model").asString()).isEqualTo("Sloop 3");
        assertThat(imported.get("members")).hasSize(2);
        assertThat(imported.get("contentId").asString()).isNotEmpty();
        Path text = Files.writeString(folder.resolve("text.zip"), "no zip");
        assertThat(site.ended(site.api("POST", "/driver-packages/import", "{\"path\": \"" + text + "\"}"))
                        .get("errorCode")
                        .asString())
                .isEqualTo("driver-package-export-invalid");
    }
}
