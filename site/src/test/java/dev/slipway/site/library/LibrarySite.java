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
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the library's tests ask of a site. */
final class LibrarySite {
    private static final Set<String> ENDS = Set.of("SUCCEEDED", "FAILED", "CANCELLED");
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

    /** What a successful operation says. */
    String said(Answer accepted) throws Exception {
        JsonNode operation = ended(accepted);
        assertThat(operation.get("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        return operation.get("message").asString();
    }

    /** The package that a successful operation made. */
    String made(Answer accepted) throws Exception {
        JsonNode operation = ended(accepted);
        assertThat(operation.get("state").asString()).as(operation.toString()).isEqualTo("SUCCEEDED");
        return operation.get("subject").asString();
    }

    void assertFails(Answer accepted, String code) throws Exception {
        JsonNode operation = ended(accepted);
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
