package dev.slipway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void eventsSurviveTheWire() {
        List<RunEvent> events = List.of(
                new RunEvent(1, Instant.parse("2026-11-21T08:00:00.123Z"), new RunEvent.RunStarted(7)),
                new RunEvent(2, Instant.parse("2026-11-21T08:00:01Z"), new RunEvent.LogLines(3, List.of("a", "é"))));
        assertThat(Json.decodeList(Json.encode(events), RunEvent.class)).isEqualTo(events);
    }

    @Test
    void instantsAreTextAndUnknownFieldsAreIgnored() {
        assertThat(new String(Json.encode(new Token("t", Instant.EPOCH)), StandardCharsets.UTF_8))
                .isEqualTo("{\"value\":\"t\",\"expiresAt\":\"1970-01-01T00:00:00Z\"}");
        byte[] newer = "{\"machineId\":5,\"added\":true}".getBytes(StandardCharsets.UTF_8);
        assertThat(Json.decode(newer, TokenRequest.class)).isEqualTo(new TokenRequest(5));
    }
}
