package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import dev.slipway.site.TestSite.Answer;
import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.nio.ByteBuffer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the library's tests ask of a site. */
final class LibrarySite {
    private static final JsonMapper JSON = new JsonMapper();
    final TestSite site;

    LibrarySite() throws Exception {
        site = SharedSite.get();
    }

    ContentStore store() {
        return site.bean(Content.class).store();
    }

    JsonNode get(String path) throws Exception {
        Answer answer = site.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    Answer post(String path, Object body) throws Exception {
        return site.api("POST", path, JSON.writeValueAsString(body));
    }

    Answer patch(String path, Object body) throws Exception {
        return site.api("PATCH", path, JSON.writeValueAsString(body));
    }

    /** The operation when it has ended. */
    JsonNode ended(Answer accepted) throws IOException, InterruptedException {
        return site.ended(accepted);
    }

    /** What a successful operation says. */
    String said(Answer accepted) throws Exception {
        JsonNode operation = site.ended(accepted);
        assertThat(operation.get("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        return operation.get("message").asString();
    }

    /** The package that a successful operation made. */
    String made(Answer accepted) throws Exception {
        JsonNode operation = site.ended(accepted);
        assertThat(operation.get("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        return operation.get("subject").asString();
    }

    void assertFails(Answer accepted, String code) throws Exception {
        JsonNode operation = site.ended(accepted);
        assertThat(operation.get("state").asString()).as(operation.toString()).isEqualTo("FAILED");
        assertThat(operation.get("errorCode").asString())
                .as(operation.toString())
                .isEqualTo(code);
    }

    byte[] stored(String contentId, String path) throws IOException {
        try (ReadAt file = store().open(new ContentId(contentId), path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.readFully(0, bytes);
            return bytes.array();
        }
    }
}
