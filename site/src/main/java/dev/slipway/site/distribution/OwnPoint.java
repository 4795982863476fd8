package dev.slipway.site.distribution;

import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The site's own point has no process that reports; the site looks after its room itself. */
@Component
class OwnPoint {
    private static final String VERSION =
            Objects.requireNonNullElse(OwnPoint.class.getPackage().getImplementationVersion(), "");

    private final Database database;
    private final Content content;
    private final Clock clock;

    OwnPoint(Database database, Content content, Clock clock) {
        this.database = database;
        this.content = content;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT30S", initialDelayString = "PT1S")
    void report() throws IOException {
        long free = content.freeBytes();
        long stored = content.storedBytes();
        database.change(handle -> handle.execute(
                "update distribution_point set version = ?, free_bytes = ?, stored_bytes = ?, last_report_at = ? where id = ?",
                VERSION,
                free,
                stored,
                clock.instant(),
                DistributionPoint.SITE));
    }
}
