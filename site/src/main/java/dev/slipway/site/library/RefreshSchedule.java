package dev.slipway.site.library;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How often the site looks whether a package's source has changed (DIST-3). */
public enum RefreshSchedule {
    NEVER,
    DAILY,
    WEEKLY;

    /** When it looks next, counted from a moment. */
    Optional<Instant> after(Instant now) {
        return switch (this) {
            case NEVER -> Optional.empty();
            case DAILY -> Optional.of(now.plus(Duration.ofDays(1)));
            case WEEKLY -> Optional.of(now.plus(Duration.ofDays(7)));
        };
    }
}
