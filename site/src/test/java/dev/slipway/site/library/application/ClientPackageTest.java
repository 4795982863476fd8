package dev.slipway.site.library.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.site.TestSite;
import dev.slipway.site.library.Content;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ClientPackageTest {
    @TempDir
    Path folder;

    @Test
    void theSiteMakesItByItselfAndAnewOnlyWhenTheAgentChanged() throws Exception {
        Path agent = Files.createDirectories(folder.resolve("agent"));
        Files.createDirectories(agent.resolve("lib"));
        Files.writeString(agent.resolve("slipway-agent-1.2.jar"), "agent");
        Files.writeString(agent.resolve("lib/protocol.jar"), "library");
        String id = "";
        try (TestSite site = TestSite.start(folder, "--slipway.agent=" + agent)) {
            JsonNode client = waitForVersion(site, 1);
            id = client.get("id").asString();
            assertThat(client.get("name").asString()).isEqualTo("Slipway client");
            assertThat(client.get("version").asString()).isEqualTo("1.2");
            assertThat(site.bean(Content.class)
                            .store()
                            .manifest(new ContentId(client.get("contentId").asString()))
                            .files())
                    .extracting(file -> file.path())
                    .containsExactlyInAnyOrder("slipway-agent-1.2.jar", "protocol.jar");
        }
        try (TestSite site = TestSite.start(folder, "--slipway.agent=" + agent)) {
            assertThat(waitForVersion(site, 1).get("id").asString())
                    .as("the same agent")
                    .isEqualTo(id);
            assertThat(site.get("/operations").json().get("items")).hasSize(1);
            assertThat(site.api("DELETE", "/client-package", "").status()).isEqualTo(405);
            assertThat(site.api("DELETE", "/software-packages/" + id, "").code())
                    .isEqualTo("package-not-found");
        }
        Files.delete(agent.resolve("slipway-agent-1.2.jar"));
        Files.writeString(agent.resolve("slipway-agent-1.3.jar"), "a newer agent");
        try (TestSite site = TestSite.start(folder, "--slipway.agent=" + agent)) {
            JsonNode client = waitForVersion(site, 2);
            assertThat(client.get("id").asString()).isEqualTo(id);
            assertThat(client.get("version").asString()).isEqualTo("1.3");
        }
    }

    private static JsonNode waitForVersion(TestSite site, long version) throws Exception {
        String wanted = version == 1 ? "1.2" : "1.3";
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        while (Instant.now().isBefore(deadline)) {
            TestSite.Answer answer = site.get("/client-package");
            if (answer.status() == 200
                    && answer.json().get("sourceVersion").asLong() == version
                    && answer.json().get("version").asString().equals(wanted)) {
                return answer.json();
            }
            Thread.sleep(30);
        }
        throw new AssertionError("The client package does not come to version " + version);
    }
}
