package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.protocol.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TableTest {
    @Test
    void columnsAreAlignedAndNumbersStandRight() {
        JsonNode small = row(Map.of("name", "Überblick", "sizeBytes", 12));
        JsonNode large = row(Map.of("name", "x", "sizeBytes", 5_000_000));

        List<String> lines =
                new Table().text("NAME", "name").size("SIZE", "sizeBytes").lines(List.of(small, large));

        assertThat(lines).containsExactly("NAME           SIZE", "Überblick      12 B", "x          4.77 MiB");
    }

    @Test
    void lineBreaksInsideACellDoNotBreakTheTable() {
        assertThat(new Table().text("A", "a").lines(List.of(row(Map.of("a", "one\ntwo")))))
                .containsExactly("A", "one two");
    }

    @Test
    void sizesHaveThreeSignificantDigits() {
        assertThat(List.of(0L, 999L, 1000L, 1024L, 10_485_760L, 52_428_800L, 1L << 40))
                .extracting(Readable::size)
                .containsExactly("0 B", "999 B", "0.98 KiB", "1.00 KiB", "10.0 MiB", "50.0 MiB", "1.00 TiB");
    }

    @Test
    void durationsShowTheTwoLargestUnits() {
        assertThat(List.of(1500L, 42_000L, 125_000L, 7_384_000L, 180_000_000L))
                .extracting(milliseconds -> Readable.duration(Duration.ofMillis(milliseconds)))
                .containsExactly("1.5 s", "42 s", "2 min 5 s", "2 h 3 min", "2 d 2 h");
    }

    private static JsonNode row(Map<String, Object> fields) {
        return Json.mapper().readTree(Json.encode(fields));
    }
}
