package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.Json;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** DIST-10 as the command line tells it. */
@Tag("DIST-10")
class PointLimitsTest {
    private static JsonNode json(Map<String, ?> fields) {
        return Json.mapper().valueToTree(fields);
    }

    @Test
    void rateIsToldWithItsNumbers() {
        assertThat(PointLimits.rate(json(Map.of("kind", "UNLIMITED")))).isEqualTo("unlimited");
        assertThat(PointLimits.rate(json(Map.of("kind", "PULSE", "blockBytes", 65_536, "delayMillis", 100))))
                .isEqualTo("64.0 KiB, then a pause of 100 ms");
        assertThat(PointLimits.rate(json(Map.of("kind", "PERCENT", "percents", Collections.nCopies(24, 50)))))
                .isEqualTo("50 % of the time");
    }

    @Test
    void daysOfTheSameHoursStandTogether() {
        String work = "C".repeat(8) + "H".repeat(10) + "C".repeat(6);
        String open = "A".repeat(24);
        assertThat(PointLimits.schedule("")).isEqualTo("open for all, always");
        assertThat(PointLimits.schedule(work.repeat(5) + open.repeat(2)))
                .isEqualTo("Mon Tue Wed Thu Fri " + work + "; Sat Sun " + open);
    }
}
