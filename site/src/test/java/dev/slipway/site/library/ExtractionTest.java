package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.content.ContentCutter;
import dev.slipway.content.ContentException;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.Ingested;
import dev.slipway.content.SourceFile;
import dev.slipway.site.library.source.SambaServer;
import dev.slipway.site.library.source.Source;
import dev.slipway.site.library.source.SourceAccounts;
import dev.slipway.site.library.source.SourceException;
import dev.slipway.site.library.source.Sources;
import dev.slipway.wim.Progress;
import dev.slipway.wim.WimFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("IMG-4")
class ExtractionTest {
    @TempDir
    static Path folder;

    private static LibrarySite library;
    private static Path wim;

    @BeforeAll
    static void make() throws Exception {
        library = new LibrarySite();
        wim = Wims.twoImages(folder, "extract", 31);
    }

    private static Path copy(String name) throws Exception {
        Path source = Files.createDirectories(folder.resolve(name)).resolve("install.wim");
        return Files.copy(wim, source);
    }

    @Test
    void newWimAppearsBesideTheSourceAndIsANewImage() throws Exception {
        Path source = copy("beside");
        byte[] before = Files.readAllBytes(source);
        String id = library.made(library.post("/images", Map.of("path", source.toString())));
        String extracted = library.made(library.post("/images/" + id + "/extract", Map.of("index", 2)));
        JsonNode image = library.get("/images/" + extracted);
        assertThat(image.get("name").asString()).isEqualTo("Ship two");
        assertThat(image.get("indexes")).hasSize(1);
        assertThat(image.get("sourcePath").asString()).endsWith("install-index2.wim");
        assertThat(image.get("storedBytes").asLong())
                .as("resources are the same blocks")
                .isLessThan(20_000);
        try (WimFile made = WimFile.open(source.resolveSibling("install-index2.wim"))) {
            assertThat(made.images()).hasSize(1);
            made.verify(Progress.NONE);
        }
        assertThat(Files.readAllBytes(source)).isEqualTo(before);
        library.assertFails(library.post("/images/" + id + "/extract", Map.of("index", 2)), "target-exists");
    }

    @Test
    void anotherPathMayBeGiven() throws Exception {
        String id = library.made(
                library.post("/images", Map.of("path", copy("other").toString())));
        Path target = folder.resolve("chosen.wim");
        String extracted = library.made(library.post(
                "/images/" + id + "/extract", Map.of("index", 1, "path", target.toString(), "name", "Chosen")));
        assertThat(library.get("/images/" + extracted).get("name").asString()).isEqualTo("Chosen");
        assertThat(target).exists();
        library.assertFails(
                library.post(
                        "/images/" + id + "/extract",
                        Map.of(
                                "index",
                                1,
                                "path",
                                folder.resolve("no/folder.wim").toString())),
                "source-not-found");
    }

    @Test
    void indexThatIsNotThereIsRefusedAtOnce() throws Exception {
        String id = library.made(
                library.post("/images", Map.of("path", copy("index").toString())));
        assertThat(library.post("/images/" + id + "/extract", Map.of("index", 3))
                        .code())
                .isEqualTo("wim-index-not-found");
    }

    @Test
    @Tag("IMG-3")
    void oneIndexIsTakenWhileAdding() throws Exception {
        Path source = copy("adding");
        String id = library.made(library.post(
                "/images",
                Map.of("path", source.toString(), "index", 2, "architecture", "arm64", "language", "fr-FR")));
        JsonNode image = library.get("/images/" + id);
        assertThat(image.get("indexes")).hasSize(1);
        assertThat(image.get("architecture").asString()).isEqualTo("arm64");
        assertThat(image.get("language").asString()).isEqualTo("fr-FR");
        assertThat(source.resolveSibling("install-index2.wim")).exists();
    }

    @Test
    @Tag("IMG-2")
    void imageOfAShareIsAddedRefreshedAndExtracted() throws Exception {
        try (SambaServer samba = SambaServer.start(Files.createDirectories(folder.resolve("samba")))) {
            library.site.bean(SourceAccounts.class).put("images", SambaServer.USER, "", SambaServer.PASSWORD);
            Files.copy(wim, samba.images().resolve("install.wim"));
            String id = library.made(
                    library.post("/images", Map.of("path", samba.unc("install.wim"), "sourceAccount", "images")));
            JsonNode image = library.get("/images/" + id);
            assertThat(library.stored(image.get("contentId").asString(), "image.wim"))
                    .isEqualTo(Files.readAllBytes(wim));
            assertThat(library.said(library.site.api("POST", "/packages/" + id + "/refresh", "")))
                    .contains("has not changed");
            String extracted = library.made(library.post("/images/" + id + "/extract", Map.of("index", 1)));
            assertThat(library.get("/images/" + extracted).get("sourcePath").asString())
                    .isEqualTo(samba.unc("install-index1.wim"));
            assertThat(samba.images().resolve("install-index1.wim")).exists();
            try (var left = Files.list(samba.images())) {
                assertThat(left).hasSize(2);
            }
            assertThat(library.site.api("DELETE", "/source-accounts/images", "").code())
                    .isEqualTo("source-account-in-use");
            samba.kill();
            library.assertFails(library.site.api("POST", "/packages/" + id + "/refresh", ""), "source-unreachable");
            assertThat(library.get("/images/" + id).get("sourceVersion").asLong())
                    .isEqualTo(1);
            samba.restart();
            assertThat(library.said(library.site.api("POST", "/packages/" + id + "/refresh", "")))
                    .contains("has not changed");
        }
    }

    @Test
    void fullVolumeIsToldBeforeAnythingIsWritten() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        assumeTrue(
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString())
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0,
                "a volume of 64 KiB cannot be mounted here");
        try {
            String id = library.made(
                    library.post("/images", Map.of("path", copy("full").toString())));
            library.assertFails(
                    library.post(
                            "/images/" + id + "/extract",
                            Map.of("index", 1, "path", small.resolve("new.wim").toString())),
                    "target-full");
            try (var left = Files.list(small)) {
                assertThat(left).isEmpty();
            }
        } finally {
            Wims.run("umount", small.toString());
        }
    }

    @Test
    @Tag("IMG-2")
    void shareThatDiesInTheMiddleLeavesNothingAndARetrySucceeds() throws Exception {
        try (SambaServer samba = SambaServer.start(Files.createDirectories(folder.resolve("dying")))) {
            library.site.bean(SourceAccounts.class).put("dying", SambaServer.USER, "", SambaServer.PASSWORD);
            byte[] noise = new byte[64 << 20];
            new java.util.Random(7).nextBytes(noise);
            Files.write(samba.images().resolve("big.bin"), noise);
            int contents = library.store().contents().size();
            assertThatThrownBy(() -> ingest(samba, (done, total) -> killed(samba, done)))
                    .isInstanceOf(ContentException.class)
                    .hasCauseInstanceOf(SourceException.class);
            assertThat(library.store().contents()).hasSize(contents);
            samba.restart();
            Ingested again = ingest(samba, IngestProgress.NONE);
            assertThat(again.sizeBytes()).isEqualTo(noise.length);
            library.store().remove(again.content());
        }
    }

    private static Ingested ingest(SambaServer samba, IngestProgress progress) throws Exception {
        try (Source source = library.site.bean(Sources.class).open(samba.unc("big.bin"), "dying")) {
            return library.store()
                    .add(List.of(new SourceFile("big.bin", source.file(), new ContentCutter())), progress);
        }
    }

    private static void killed(SambaServer samba, long done) {
        try {
            if (done < 40 << 20) {
                samba.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
