package dev.slipway.site.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.Json;
import dev.slipway.site.SharedSite;
import dev.slipway.site.TestSite;
import dev.slipway.site.TestSite.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TaskSequencesTest {
    private static final String XML = """
            <sequence version="3.10">
              <group name="Install">
                <step type="SMS_TaskSequence_ApplyOperatingSystemAction" name="Apply">
                  <action>osdapplyos.exe</action>
                  <defaultVarList>
                    <variable name="ImagePackageID" property="ImagePackageID">SLP0ABCD</variable>
                  </defaultVarList>
                </step>
                <step type="SMS_TaskSequence_EnableBitLockerAction" name="Lock">
                  <action>x</action>
                </step>
              </group>
            </sequence>
            """;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = SharedSite.get();
    }

    private static Answer create(String name, String xml) throws Exception {
        String body = new String(Json.encode(Map.of("name", name, "xml", xml)), StandardCharsets.UTF_8);
        return site.api("POST", "/task-sequences", body);
    }

    private static String created() throws Exception {
        Answer answer = create("Install", XML);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().get("id").asString();
    }

    private static HttpResponse<byte[]> put(String id, byte[] xml, String match) throws Exception {
        String token = site.tokenOf(dev.slipway.site.Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + site.httpPort() + "/api/v1/task-sequences/" + id + "/xml"))
                .header("Content-Type", "application/xml")
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(xml));
        if (!match.isEmpty()) {
            request.header("If-Match", match);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    @Test
    @Tag("TS-2")
    void missingReferenceIsFlagged() throws Exception {
        JsonNode sequence = site.get("/task-sequences/" + created()).json();
        assertThat(sequence.get("references").get(0).get("id").asString()).isEqualTo("SLP0ABCD");
        assertThat(sequence.get("references").get(0).get("missing").asBoolean()).isTrue();
        assertThat(sequence.get("stepCount").asInt()).isEqualTo(2);
        assertThat(sequence.has("xml")).isFalse();
    }

    @Test
    void stepThatTheAgentCannotDoIsWarnedOf() throws Exception {
        JsonNode warnings = site.get("/task-sequences/" + created()).json().get("warnings");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0).get("line").asInt()).isEqualTo(9);
        assertThat(warnings.get(0).get("message").asString()).contains("Lock").contains("EnableBitLocker");
    }

    @Test
    void brokenXmlIsRefusedWithItsLine() throws Exception {
        Answer answer = create("Broken", "<sequence version=\"3.10\">\n  <step name=\"x\">\n</sequence>");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("sequence-invalid");
        assertThat(answer.json().get("errors").get(0).get("line").asInt()).isEqualTo(3);
    }

    @Test
    void xmlWithEntitiesIsRefused() throws Exception {
        String bomb =
                "<!DOCTYPE sequence [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><sequence version=\"3.10\">&a;</sequence>";
        assertThat(create("Bomb", bomb).code()).isEqualTo("sequence-invalid");
    }

    @Test
    @Tag("TS-6")
    void largeSequenceIsRefused() throws Exception {
        String large = "<sequence version=\"3.10\"><!-- " + "x".repeat(2 << 20) + " --></sequence>";
        Answer answer = create("Large", large);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("sequence-too-large");
    }

    @Test
    @Tag("TS-1")
    void nameHasAtMostFiftyCharacters() throws Exception {
        assertThat(create("n".repeat(51), XML).status()).isEqualTo(422);
        assertThat(create("n".repeat(50), XML).status()).isEqualTo(201);
    }

    @Test
    void savedXmlIsANewRevisionAndTheSameXmlIsNot() throws Exception {
        String id = created();
        String changed = XML.replace("Install", "Setup");
        assertThat(put(id, changed.getBytes(StandardCharsets.UTF_8), "\"1\"").statusCode())
                .isEqualTo(200);
        assertThat(site.get("/task-sequences/" + id).json().get("revision").asLong())
                .isEqualTo(2);
        put(id, changed.getBytes(StandardCharsets.UTF_8), "");
        assertThat(site.get("/task-sequences/" + id).json().get("revision").asLong())
                .isEqualTo(2);
        assertThat(site.get("/task-sequences/" + id + "/xml").body()).isEqualTo(changed);
    }

    @Test
    void editOfAnOlderRevisionIsRefused() throws Exception {
        String id = created();
        put(id, XML.replace("Install", "Setup").getBytes(StandardCharsets.UTF_8), "");
        HttpResponse<byte[]> late = put(id, XML.getBytes(StandardCharsets.UTF_8), "\"1\"");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(new String(late.body(), StandardCharsets.UTF_8)).contains("sequence-changed");
    }

    @Test
    void wideTextOfTheConsoleIsUnderstood() throws Exception {
        String id = created();
        byte[] wide = ("\ufeff" + XML.replace("Install", "Déploiement")).getBytes(StandardCharsets.UTF_16LE);
        assertThat(put(id, wide, "").statusCode()).isEqualTo(200);
        assertThat(site.get("/task-sequences/" + id + "/xml").body())
                .startsWith("<sequence")
                .contains("Déploiement");
    }

    @Test
    @Tag("TS-3")
    void sequenceIsDisabledAndEnabled() throws Exception {
        String id = created();
        assertThat(site.api("POST", "/task-sequences/" + id + "/disable", "")
                        .json()
                        .get("enabled")
                        .asBoolean())
                .isFalse();
        assertThat(site.api("POST", "/task-sequences/" + id + "/enable", "")
                        .json()
                        .get("enabled")
                        .asBoolean())
                .isTrue();
    }
}
