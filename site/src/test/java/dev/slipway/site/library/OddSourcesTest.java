package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentFile;
import dev.slipway.content.ContentId;
import dev.slipway.site.TestSite;
import dev.slipway.site.library.driver.SampleDrivers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Folders as people have them. */
class OddSourcesTest {
    private static LibrarySite library;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        library = new LibrarySite();
    }

    private JsonNode added(Path source) throws Exception {
        String id = library.made(library.post("/software-packages", Map.of("name", "Odd", "path", source.toString())));
        return library.get("/software-packages/" + id);
    }

    private List<ContentFile> files(JsonNode added) throws Exception {
        return library.store()
                .manifest(new ContentId(added.get("contentId").asString()))
                .files();
    }

    @Test
    void everyNameThatAFileSystemTakesComesThrough() throws Exception {
        List<String> names = List.of(
                "A.txt",
                "Größe ß 東京 \uD83D\uDEA2.txt",
                "a.txt",
                "dot.",
                "long/" + "n".repeat(255),
                "deep/" + "folder name/".repeat(40) + "file",
                "semi;colon & 'quote' \"double\" $HOME `x` %PATH%",
                "space ",
                " lead");
        for (String name : names) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
        Files.createFile(folder.resolve("empty"));
        Files.createLink(folder.resolve("hard link"), folder.resolve("A.txt"));
        JsonNode added = added(folder);
        List<String> expected = Stream.concat(names.stream(), Stream.of("empty", "hard link"))
                .sorted()
                .toList();
        assertThat(files(added).stream().map(ContentFile::path).sorted().toList())
                .isEqualTo(expected);
        assertThat(library.stored(added.get("contentId").asString(), "empty")).isEmpty();
        for (String name : names) {
            assertThat(library.stored(added.get("contentId").asString(), name))
                    .asString()
                    .isEqualTo(name);
        }
    }

    @Test
    void namesThatNoWindowsCouldReadAreRefusedWithTheFile() throws Exception {
        for (String name : List.of("back\\slash", "line\nbreak")) {
            Path source = Files.createTempDirectory(folder, "odd");
            Files.writeString(source.resolve(name), "x");
            for (String kind : List.of("/software-packages", "/applications")) {
                JsonNode operation =
                        library.ended(library.post(kind, Map.of("name", "Odd", "path", source.toString())));
                assertThat(operation.get("errorCode").asString())
                        .as(operation.toString())
                        .isEqualTo("source-not-plain");
                assertThat(operation.get("message").asString()).contains(source.toString());
            }
        }
    }

    @Test
    void aPathLongerThanAnyIsRefusedWithoutRepeatingIt() throws Exception {
        TestSite.Answer answer =
                library.post("/software-packages", Map.of("name", "Odd", "path", "/" + "x".repeat(100_000)));
        assertThat(answer.code()).isEqualTo("source-path-invalid");
        assertThat(answer.body()).hasSizeLessThan(1000);
    }

    @Test
    void aNameThatIsNoTextIsRefusedAndNotTakenForAnother() throws Exception {
        Wims.run("sh", "-c", "printf x > \"$(printf '%s/bad\\377name' '" + folder + "')\"");
        JsonNode operation =
                library.ended(library.post("/software-packages", Map.of("name", "Odd", "path", folder.toString())));
        assertThat(operation.path("errorCode").asString(""))
                .as(operation.toString())
                .isEqualTo("source-not-plain");
    }

    @Test
    void linksAreToldInsteadOfBeingFollowed() throws Exception {
        Files.writeString(folder.resolve("file"), "x");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
        library.assertFails(
                library.post("/software-packages", Map.of("name", "Odd", "path", folder.toString())),
                "source-not-plain");
        Files.delete(folder.resolve("link"));
        Files.createSymbolicLink(folder.resolve("round"), folder);
        library.assertFails(
                library.post("/software-packages", Map.of("name", "Odd", "path", folder.toString())),
                "source-not-plain");
    }

    @Test
    void aFileThatIsGoneWhenItsTurnComesLeavesNothing() throws Exception {
        for (int i = 0; i < 2000; i++) {
            Files.writeString(folder.resolve("file" + i), "text " + i + folder);
        }
        int contents = library.store().contents().size();
        var accepted = library.post("/software-packages", Map.of("name", "Going", "path", folder.toString()));
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }
        JsonNode operation = library.ended(accepted);
        if (operation.get("state").asString().equals("FAILED")) {
            assertThat(operation.get("errorCode").asString())
                    .as(operation.toString())
                    .isIn("content-source-unreadable", "content-source-changed", "source-empty", "source-not-found");
            assertThat(library.store().contents()).hasSize(contents);
        }
    }

    @Test
    @Tag("DRV-1")
    void aDriverWhoseNameCannotBeKeptDoesNotStopTheOthers() throws Exception {
        SampleDrivers.storage(folder, "gone");
        Files.writeString(folder.resolve("storage/x64/other\\name.inf"), "[Version]");
        JsonNode operation = library.ended(library.post("/drivers", Map.of("path", folder.toString())));
        assertThat(operation.get("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        assertThat(operation.get("message").asString()).contains("1 imported, 1 failed");
    }
}
