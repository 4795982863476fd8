package dev.slipway.site.library.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import dev.slipway.site.TestSite.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Boot images and the files of their prestart commands from a share, with a real Samba. */
class BootImageShareTest {
    private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED", "CANCELLED");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path folder;

    private static TestSite site;
    private static SambaServer samba;

    @BeforeAll
    static void start() throws Exception {
        samba = SambaServer.start(folder);
        site = SharedSite.get();
        site.bean(SourceAccounts.class).put("dock", SambaServer.USER, "", SambaServer.PASSWORD);
        site.bean(SourceAccounts.class).put("stranger", SambaServer.USER, "", "not it");
    }

    @AfterAll
    static void stop() throws Exception {
        if (samba != null) {
            samba.close();
        }
    }

    private static void bootImage(String kernel) throws Exception {
        Path image = Files.createDirectories(samba.images().resolve("boot"));
        Files.writeString(image.resolve("vmlinuz"), kernel);
        Files.writeString(image.resolve("initrd.img"), "initramfs " + kernel);
        Files.writeString(
                image.resolve("bootimage.json"), """
                {"name": "From a share", "version": "1", "architecture": "shared", "kernelVersion": "%1$s", "overlayFormat": 1,
                 "kernel": {"path": "vmlinuz", "sha256": "%2$s"}, "initramfs": {"path": "initrd.img", "sha256": "%3$s"}}
                """.formatted(kernel, sha256(kernel), sha256("initramfs " + kernel)));
    }

    private static String sha256(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static Answer api(String method, String path, Map<String, ?> body) throws Exception {
        return site.api(method, path, JSON.writeValueAsString(body));
    }

    private static JsonNode ended(Answer accepted) throws Exception {
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        String id = accepted.json().get("id").asString();
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (Instant.now().isBefore(deadline)) {
            JsonNode now = site.get("/operations/" + id).json();
            if (ENDS.contains(now.get("state").asString())) {
                return now;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("The operation does not end");
    }

    @Test
    @Tag("BOOT-2")
    @Tag("BOOT-3")
    void aBootImageAndItsPrestartFilesComeFromAShareWithASourceAccount() throws Exception {
        bootImage("shared kernel");
        JsonNode refused =
                ended(api("POST", "/boot-images", Map.of("path", samba.unc("boot"), "sourceAccount", "stranger")));
        assertThat(refused.get("errorCode").asString()).isEqualTo("source-account-refused");

        JsonNode added = ended(api("POST", "/boot-images", Map.of("path", samba.unc("boot"), "sourceAccount", "dock")));
        assertThat(added.get("state").asString()).as(added.toString()).isEqualTo("SUCCEEDED");
        String id = added.get("subject").asString();
        assertThat(site.send("GET", "/boot/" + sha256("shared kernel") + "/vmlinuz", "", "")
                        .body())
                .isEqualTo("shared kernel");
        bootImage("next kernel");
        ended(site.api("POST", "/boot-images/" + id + "/refresh", ""));
        assertThat(site.get("/boot-images/" + id).json().get("kernelVersion").asString())
                .isEqualTo("next kernel");

        Path files = Files.createDirectories(samba.images().resolve("prestart").resolve("tools"));
        Files.writeString(files.resolve("ask.sh"), "echo from the share");
        Map<String, String> change = Map.of(
                "prestartCommand",
                "sh tools/ask.sh",
                "prestartFolder",
                samba.unc("prestart"),
                "prestartAccount",
                "dock");
        Answer customized = api("PATCH", "/boot-images/" + id + "/customization", change);
        assertThat(customized.status()).as(customized.body()).isEqualTo(200);
        assertThat(customized.json().get("files").toString()).contains("tools/ask.sh");
        String hash = site.get("/boot-images/" + id).json().get("overlayHash").asString();
        assertThat(site.send("GET", "/boot/" + hash + "/slipway.img", "", "").body())
                .contains("echo from the share");
        assertThat(api(
                                "PATCH",
                                "/boot-images/" + id + "/customization",
                                Map.of("prestartFolder", samba.unc("prestart"), "prestartAccount", "stranger"))
                        .code())
                .isEqualTo("source-account-refused");
    }
}
