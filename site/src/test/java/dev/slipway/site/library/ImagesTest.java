package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import dev.slipway.site.TestSite.Answer;
import dev.slipway.wim.ReadAt;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ImagesTest {

    @TempDir
    static Path folder;

    private static TestSite site;
    private static Path wim;

    @BeforeAll
    static void start() throws Exception {
        site = SharedSite.get();
        wim = Wims.twoImages(folder, "ship", 1);
    }

    private static JsonNode add(Path path) throws Exception {
        return site.ended(site.api("POST", "/images", "{\"path\":\"" + path + "\"}"));
    }

    private static String added(Path path) throws Exception {
        JsonNode operation = add(path);
        assertThat(operation.get("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        return operation.get("subject").asString();
    }

    private static void assertRefused(Path path, String code) throws Exception {
        int contentsBefore = store().contents().size();
        int imagesBefore = site.get("/images").json().get("items").size();
        JsonNode operation = add(path);
        assertThat(operation.get("state").asString()).isEqualTo("FAILED");
        assertThat(operation.get("errorCode").asString()).isEqualTo(code);
        assertThat(operation.get("message").asString()).contains(path.toString());
        assertThat(store().contents()).hasSize(contentsBefore);
        assertThat(site.get("/images").json().get("items")).hasSize(imagesBefore);
    }

    private static ContentStore store() {
        return site.bean(Content.class).store();
    }

    @Test
    @Tag("IMG-2")
    void nameIsProposedFromTheWim() throws Exception {
        JsonNode image = site.get("/images/" + added(wim)).json();
        assertThat(image.get("name").asString()).isEqualTo("Ship one");
        assertThat(image.get("id").asString()).matches("SLP[0-9A-F]{5}");
    }

    @Test
    @Tag("IMG-5")
    void everyIndexIsRecorded() throws Exception {
        JsonNode indexes = site.get("/images/" + added(wim)).json().get("indexes");
        assertThat(indexes).hasSize(2);
        assertThat(indexes.get(0).get("index").asInt()).isEqualTo(1);
        assertThat(indexes.get(0).get("description").asString()).isEqualTo("First image");
        assertThat(indexes.get(1).get("name").asString()).isEqualTo("Ship two");
        assertThat(indexes.get(1).get("fileCount").asLong()).isEqualTo(3);
        assertThat(indexes.get(1).get("sizeBytes").asLong()).isEqualTo(350_003);
        assertThat(indexes.get(0).get("createdAt").asString()).startsWith("20");
    }

    @Test
    @Tag("IMG-7")
    void sourceMayVanishAfterwards() throws Exception {
        Path vanishing = Wims.twoImages(folder, "vanishing", 2);
        byte[] bytes = Files.readAllBytes(vanishing);
        JsonNode image = site.get("/images/" + added(vanishing)).json();
        Files.delete(vanishing);
        ContentId content = new ContentId(image.get("contentId").asString());
        String path = store().manifest(content).files().getFirst().path();
        ByteBuffer stored = ByteBuffer.allocate(bytes.length);
        try (ReadAt file = store().open(content, path)) {
            assertThat(file.size()).isEqualTo(bytes.length);
            file.readFully(0, stored);
        }
        assertThat(stored.array()).isEqualTo(bytes);
    }

    @Test
    @Tag("IMG-2")
    void truncatedWimIsRefused() throws Exception {
        Path cut = folder.resolve("cut.wim");
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(wim), 100_000));
        assertRefused(cut, "wim-truncated");
    }

    @Test
    @Tag("IMG-2")
    void corruptWimIsRefused() throws Exception {
        Path corrupt = folder.resolve("corrupt.wim");
        Files.copy(wim, corrupt);
        try (RandomAccessFile file = new RandomAccessFile(corrupt.toFile(), "rw")) {
            file.seek(150_000);
            file.write(new byte[16]);
        }
        assertRefused(corrupt, "wim-corrupt");
    }

    @Test
    @Tag("IMG-2")
    void otherFileIsRefused() throws Exception {
        Path text = Files.writeString(folder.resolve("text.wim"), "This is no WIM. ".repeat(100));
        assertRefused(text, "wim-not-a-wim");
    }

    @Test
    @Tag("IMG-2")
    void partOfASplitWimIsRefused() throws Exception {
        Wims.run(
                "wimlib-imagex",
                "split",
                wim.toString(),
                folder.resolve("part.swm").toString(),
                "0.1");
        assertRefused(folder.resolve("part.swm"), "wim-split");
    }

    @Test
    void pathsThatCannotBeAddedAreRefusedAtOnce() throws Exception {
        assertThat(site.api("POST", "/images", "{\"path\":\"/nowhere/at.wim\"}").code())
                .isEqualTo("source-not-found");
        assertThat(site.api("POST", "/images", "{\"path\":\"relative.wim\"}").code())
                .isEqualTo("source-not-found");
        assertThat(site.api("POST", "/images", "{\"path\":\"" + folder + "\"}").code())
                .isEqualTo("source-not-a-file");
        assertThat(site.api("POST", "/images", "{}").code()).isEqualTo("request-invalid");
    }

    @Test
    void textsKeepTheirLimits() throws Exception {
        String id = added(wim);
        assertThat(site.api("PATCH", "/images/" + id, "{\"name\":\"" + "n".repeat(51) + "\"}")
                        .status())
                .isEqualTo(422);
        assertThat(site.api("PATCH", "/images/" + id, "{\"version\":\"" + "v".repeat(33) + "\"}")
                        .status())
                .isEqualTo(422);
        assertThat(site.api("PATCH", "/images/" + id, "{\"comment\":\"" + "c".repeat(128) + "\"}")
                        .status())
                .isEqualTo(422);
        assertThat(site.api("PATCH", "/images/" + id, "{\"name\":\" \"}").status())
                .isEqualTo(422);
        JsonNode changed =
                site.api("PATCH", "/images/" + id, "{\"version\":\"26H1\"}").json();
        assertThat(changed.get("version").asString()).isEqualTo("26H1");
        assertThat(changed.get("name").asString()).isEqualTo("Ship one");
    }

    @Test
    void imageInUseIsNotDeletedAndTheUserIsNamed() throws Exception {
        String id = added(wim);
        site.addSequence("SLPFFFF1", "Uses it", "<sequence version=\"3.10\"/>", id);
        Answer refused = site.api("DELETE", "/images/" + id, "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("package-in-use");
        assertThat(refused.body()).contains("SLPFFFF1");
        assertThat(site.api("DELETE", "/task-sequences/SLPFFFF1", "").status()).isEqualTo(204);
        assertThat(site.api("DELETE", "/images/" + id, "").status()).isEqualTo(204);
        assertThat(site.get("/images/" + id).code()).isEqualTo("image-not-found");
    }

    @Test
    void contentGoesWithItsLastImage() throws Exception {
        Path own = Wims.twoImages(folder, "own", 3);
        String first = added(own);
        String second = added(own);
        ContentId content = new ContentId(
                site.get("/images/" + first).json().get("contentId").asString());
        site.api("DELETE", "/images/" + first, "");
        assertThat(store().contains(content)).isTrue();
        site.api("DELETE", "/images/" + second, "");
        assertThat(store().contains(content)).isFalse();
    }
}
