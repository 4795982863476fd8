package dev.slipway.site.distribution;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.library.PackageSettings.Priority;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * In which hours of the week a point may fetch what (DIST-10); hours are UTC.
 *
 * @param hours one letter for each hour from Monday 00:00; 168 letters, or empty for open all week
 */
public record WeekSchedule(@JsonValue String hours) {
    public static final WeekSchedule OPEN = new WeekSchedule("");
    private static final int HOURS = 7 * 24;

    public WeekSchedule {
        if (!hours.isEmpty() && !hours.matches("[AMHC]{" + HOURS + "}")) {
            throw SlipwayException.invalid(
                    "schedule",
                    "A schedule is 168 letters, one for each hour from Monday 00:00 UTC: A open for all, M medium and high, H high only, C closed.");
        }
    }

    /** What may run in an hour. */
    public enum Window {
        OPEN_FOR_ALL('A'),
        MEDIUM_AND_HIGH('M'),
        HIGH_ONLY('H'),
        CLOSED('C');

        private final char letter;

        Window(char letter) {
            this.letter = letter;
        }

        public char letter() {
            return letter;
        }

        static Window of(char letter) {
            return switch (letter) {
                case 'M' -> MEDIUM_AND_HIGH;
                case 'H' -> HIGH_ONLY;
                case 'C' -> CLOSED;
                default -> OPEN_FOR_ALL;
            };
        }

        boolean admits(Priority priority) {
            return switch (this) {
                case OPEN_FOR_ALL -> true;
                case MEDIUM_AND_HIGH -> priority != Priority.LOW;
                case HIGH_ONLY -> priority == Priority.HIGH;
                case CLOSED -> false;
            };
        }

        public String words() {
            return switch (this) {
                case OPEN_FOR_ALL -> "open for all";
                case MEDIUM_AND_HIGH -> "open for medium and high priority";
                case HIGH_ONLY -> "open for high priority only";
                case CLOSED -> "closed";
            };
        }
    }

    /** @param day 0 for Monday @param hour 0 to 23 */
    public Window at(int day, int hour) {
        return hours.isEmpty() ? Window.OPEN_FOR_ALL : Window.of(hours.charAt(day * 24 + hour));
    }

    Window at(Instant now) {
        ZonedDateTime time = now.atZone(ZoneOffset.UTC);
        return at(time.getDayOfWeek().getValue() - 1, time.getHour());
    }
}
