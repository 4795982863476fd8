package dev.slipway.site.library.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import dev.slipway.site.TestSite.Answer;
import dev.slipway.site.library.Content;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SoftwareTest {
    private static TestSite site;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        site = SharedSite.get();
    }

    private Path source() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source/x64"));
        Files.writeString(source.resolve("setup.sh"), "echo installed " + folder);
        Files.writeString(folder.resolve("source/readme.txt"), "read me " + folder);
        return folder.resolve("source");
    }

    private JsonNode application(String path) throws Exception {
        JsonNode operation = site.ended(site.api("POST", "/applications", """
                {"name": "Editor", "version": "3.1", "manufacturer": "Shipyard", "comment": "Edits", "path": "%s",
                 "deploymentTypes": [{"name": "Linux", "contentFolder": "x64", "installCommand": "sh setup.sh", "uninstallCommand": "sh remove.sh",
                   "architectures": ["x64"], "requirements": "glibc", "estimatedMinutes": 5, "restartCodes": [],
                   "detection": [{"kind": "command", "commandLine": "editor --version"},
                                 {"kind": "file", "path": "/opt/editor/editor", "comparison": "AT_LEAST", "version": "3.1"},
                                 {"kind": "registry", "hive": "HKLM", "key": "SOFTWARE\\\\Editor", "valueName": "Version"}]}]}
                """.formatted(path)));
        assertThat(operation.get("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        return site.get("/applications/" + operation.get("subject").asString()).json();
    }

    @Test
    void anApplicationKeepsWhatWasSaidOfIt() throws Exception {
        JsonNode application = application(source().toString());
        assertThat(application.get("id").asString()).matches("[A-Z0-9]{3}[0-9A-F]{5}");
        assertThat(application.get("manufacturer").asString()).isEqualTo("Shipyard");
        assertThat(application.get("sourceVersion").asLong()).isEqualTo(1);
        JsonNode type = application.get("deploymentTypes").get(0);
        assertThat(type.get("installCommand").asString()).isEqualTo("sh setup.sh");
        assertThat(type.get("maxRunMinutes").asInt()).as("default").isEqualTo(120);
        assertThat(type.get("successCodes").toString()).isEqualTo("[0]");
        assertThat(type.get("restartCodes").toString()).isEqualTo("[]");
        assertThat(type.get("detection").get(1).toString())
                .contains("\"kind\":\"file\"")
                .contains("AT_LEAST");
        assertThat(type.get("detection").get(2).get("key").asString()).isEqualTo("SOFTWARE\\Editor");
        ContentId content = new ContentId(application.get("contentId").asString());
        assertThat(site.bean(Content.class).store().manifest(content).files())
                .extracting(file -> file.path())
                .containsExactly("readme.txt", "x64/setup.sh");
    }

    @Test
    void aPackageNeedsNoContent() throws Exception {
        JsonNode operation = site.ended(site.api("POST", "/software-packages", """
                {"name": "Clean up", "language": "en", "programs": [{"name": "Run", "commandLine": "rm -rf /var/cache", "runMode": "SYSTEM",
                 "afterRun": "RESTART", "maxRunMinutes": 15}]}"""));
        String id = operation.get("subject").asString();
        JsonNode added = site.get("/software-packages/" + id).json();
        assertThat(added.get("contentId").asString()).isEmpty();
        assertThat(added.get("programs").get(0).get("afterRun").asString()).isEqualTo("RESTART");
        assertThat(site.api("POST", "/packages/" + id + "/refresh", "").code()).isEqualTo("no-content");
        assertThat(site.get("/applications/" + id).code())
                .as("a package is no application")
                .isEqualTo("application-not-found");
    }

    @Test
    void whatIsWrongNamesItsField() throws Exception {
        assertThat(site.api("POST", "/applications", "{\"name\": \"\"}").body()).contains("\"field\":\"name\"");
        assertThat(site.api("POST", "/applications", """
                {"name": "A", "deploymentTypes": [{"name": "T", "installCommand": "x"}]}""").body())
                .contains("\"field\":\"deploymentTypes[0].detection\"");
        assertThat(site.api("POST", "/applications", """
                {"name": "A", "deploymentTypes": [{"name": "T", "installCommand": "x", "contentFolder": "../..",
                 "detection": [{"kind": "file", "path": "/x"}]}]}""").body())
                .contains("\"field\":\"deploymentTypes[0].contentFolder\"");
        assertThat(site.api("POST", "/applications", """
                {"name": "A", "deploymentTypes": [{"name": "T", "installCommand": "x",
                 "detection": [{"kind": "registry", "hive": "HKXX", "key": "k"}]}]}""").body())
                .contains("\"field\":\"deploymentTypes[0].detection[0].hive\"");
        assertThat(site.api("POST", "/software-packages", """
                {"name": "A", "programs": [{"name": "P", "commandLine": "x"}, {"name": "p", "commandLine": "y"}]}""").body()).contains("\"field\":\"programs[1].name\"");
        assertThat(site.api("POST", "/software-packages", "{\"name\": \"A\", \"path\": \"/nowhere\"}")
                        .code())
                .isEqualTo("source-not-found");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(site.ended(site.api("POST", "/software-packages", "{\"name\": \"A\", \"path\": \"" + empty + "\"}"))
                        .get("errorCode")
                        .asString())
                .isEqualTo("source-empty");
    }

    @Test
    @Tag("DIST-3")
    void refreshOfAnUnchangedFolderDoesNothing() throws Exception {
        String id = application(source().toString()).get("id").asString();
        JsonNode operation = site.ended(site.api("POST", "/packages/" + id + "/refresh", ""));
        assertThat(operation.get("message").asString()).contains("has not changed");
        Files.setLastModifiedTime(folder.resolve("source/readme.txt"), FileTime.fromMillis(1_000_000));
        site.ended(site.api("POST", "/packages/" + id + "/refresh", ""));
        assertThat(site.get("/applications/" + id).json().get("sourceVersion").asLong())
                .as("a time alone is no change")
                .isEqualTo(1);
    }

    @Test
    @Tag("DIST-3")
    void refreshOfAChangedFolderMakesTheNextVersion() throws Exception {
        JsonNode before = application(source().toString());
        String id = before.get("id").asString();
        Files.writeString(folder.resolve("source/new.txt"), "new in version 2");
        JsonNode operation = site.ended(site.api("POST", "/packages/" + id + "/refresh", ""));
        assertThat(operation.get("message").asString()).contains("version 2");
        JsonNode after = site.get("/applications/" + id).json();
        assertThat(after.get("sourceVersion").asLong()).isEqualTo(2);
        assertThat(after.get("contentId")).isNotEqualTo(before.get("contentId"));
        assertThat(after.get("storedBytes").asLong())
                .as("only what is new takes room")
                .isEqualTo("new in version 2".length());
        assertThat(after.get("deploymentTypes")).isEqualTo(before.get("deploymentTypes"));
    }

    @Test
    void deploymentTypesAreReplacedInTheirOrder() throws Exception {
        String id = application(source().toString()).get("id").asString();
        String rule = "\"detection\": [{\"kind\": \"file\", \"path\": \"/x\", \"folder\": true}]";
        Answer answer = site.api("PUT", "/applications/" + id + "/deployment-types", """
                {"deploymentTypes": [{"name": "Second", "installCommand": "b", %1$s}, {"name": "First", "installCommand": "a", %1$s}]}""".formatted(rule));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(site.get("/applications/" + id).json().get("deploymentTypes").findValuesAsString("name"))
                .containsExactly("Second", "First");
    }

    @Test
    void anApplicationInUseIsNotRemoved() throws Exception {
        String id = application(source().toString()).get("id").asString();
        site.addSequence("SLP0A001", "Installs the editor", "<sequence/>", id);
        Answer refused = site.api("DELETE", "/applications/" + id, "");
        assertThat(refused.code()).isEqualTo("package-in-use");
        assertThat(refused.body()).contains("Installs the editor");
        site.api("DELETE", "/task-sequences/SLP0A001", "");
        assertThat(site.api("DELETE", "/applications/" + id, "").status()).isEqualTo(204);
        assertThat(site.get("/applications/" + id).code()).isEqualTo("application-not-found");
    }
}
