package dev.slipway.site.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.site.SlipwayException;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("DIST-3")
class RefreshScheduleTest {
    /** 2026-11-21 is a Saturday. */
    @ParameterizedTest
    @CsvSource({
        "DAILY,               2026-11-21T15:30:20Z, 2026-11-22T15:30:20Z",
        "WEEKLY,              2026-11-21T15:30:20Z, 2026-11-28T15:30:20Z",
        "DAILY 02:00,         2026-11-21T15:30:20Z, 2026-11-22T02:00:00Z",
        "DAILY 23:05,         2026-11-21T15:30:20Z, 2026-11-21T23:05:00Z",
        "DAILY 02:00,         2026-11-22T02:00:00Z, 2026-11-23T02:00:00Z",
        "DAILY 02:00,         2026-11-22T02:00:40Z, 2026-11-23T02:00:00Z",
        "WEEKLY SUNDAY 02:00, 2026-11-21T15:30:20Z, 2026-11-22T02:00:00Z",
        "WEEKLY SATURDAY 15:31, 2026-11-21T15:30:20Z, 2026-11-21T15:31:00Z",
        "WEEKLY SATURDAY 02:00, 2026-11-21T15:30:20Z, 2026-11-28T02:00:00Z",
    })
    void theNextLookComesAtItsTime(String schedule, Instant now, Instant next) {
        RefreshSchedule wanted = new RefreshSchedule(schedule);
        wanted.check();
        assertThat(wanted.after(now)).contains(next);
    }

    @Test
    void neverMeansNever() {
        assertThat(RefreshSchedule.NEVER.after(Instant.EPOCH)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HOURLY",
                "DAILY 24:00",
                "DAILY 2:00",
                "WEEKLY 02:00",
                "WEEKLY SUNDAY",
                "never",
                "NEVER 02:00"
            })
    void whatIsNoScheduleIsRefused(String text) {
        assertThatExceptionOfType(SlipwayException.class).isThrownBy(() -> new RefreshSchedule(text).check());
    }
}
