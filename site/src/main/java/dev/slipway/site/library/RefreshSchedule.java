package dev.slipway.site.library;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.slipway.site.SlipwayException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often, and when, the site looks whether a package's source has changed (DIST-3).
 *
 * @param text {@code NEVER}, {@code DAILY} or {@code WEEKLY} counted from the last look, or at a time in UTC: {@code DAILY 02:00},
 *     {@code WEEKLY SUNDAY 02:00}
 */
public record RefreshSchedule(@JsonValue String text) {
    public static final RefreshSchedule NEVER = new RefreshSchedule("NEVER");
    private static final Pattern FORM = Pattern.compile("NEVER|(DAILY|WEEKLY)"
            + "|DAILY (?<daily>([01][0-9]|2[0-3]):[0-5][0-9])"
            + "|WEEKLY (?<day>(MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY) (?<weekly>([01][0-9]|2[0-3]):[0-5][0-9])");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RefreshSchedule {}

    /** @throws SlipwayException {@code request-invalid} */
    void check() {
        if (!FORM.matcher(text).matches()) {
            throw SlipwayException.invalid(
                    "refreshSchedule",
                    "Give NEVER, DAILY, WEEKLY, or a time in UTC with it: DAILY 02:00, WEEKLY SUNDAY 02:00.");
        }
    }

    public boolean isDaily() {
        return text.startsWith("DAILY");
    }

    public boolean isWeekly() {
        return text.startsWith("WEEKLY");
    }

    /** As {@code SUNDAY}; empty for none. */
    public String day() {
        return group("day").orElse("");
    }

    /** As {@code 02:00}; empty for none. */
    public String time() {
        return group("daily").or(() -> group("weekly")).orElse("");
    }

    private Optional<String> group(String name) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.ofNullable(matcher.group(name)) : Optional.empty();
    }

    /** When it looks next, after a moment. */
    Optional<Instant> after(Instant now) {
        if (!isDaily() && !isWeekly()) {
            return Optional.empty();
        }
        Duration period = Duration.ofDays(isDaily() ? 1 : 7);
        if (time().isEmpty()) {
            return Optional.of(now.plus(period));
        }
        ZonedDateTime today = now.atZone(ZoneOffset.UTC);
        ZonedDateTime next = today.with(LocalTime.parse(time()));
        if (isWeekly()) {
            next = next.with(TemporalAdjusters.nextOrSame(DayOfWeek.valueOf(day())));
        }
        return Optional.of(
                next.isAfter(today) ? next.toInstant() : next.plus(period).toInstant());
    }
}
