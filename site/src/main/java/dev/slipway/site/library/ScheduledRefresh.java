package dev.slipway.site.library;

import dev.slipway.site.Caller;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Operations;
import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks after packages whose sources shall be compared by a schedule. */
@Component
class ScheduledRefresh {
    private final Database database;
    private final Operations operations;
    private final SourceKinds kinds;
    private final Clock clock;

    ScheduledRefresh(Database database, Operations operations, SourceKinds kinds, Clock clock) {
        this.database = database;
        this.operations = operations;
        this.kinds = kinds;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT1M")
    void submitDue() {
        submitDue(clock.instant());
    }

    /** The next time is set at once, so that a source that fails is tried again at its next turn, not every minute. */
    void submitDue(Instant now) {
        database.change(handle -> {
            for (StoredPackage due : new PackageSql(handle).toRefresh(now)) {
                if (kinds.has(due.type())) {
                    submit(handle, due, now);
                }
            }
        });
    }

    private void submit(Handle handle, StoredPackage due, Instant now) {
        PackageEdit.of(due)
                .nextRefresh(due.settings().refreshSchedule().after(now).orElse(null))
                .save(handle, due.changedAt());
        operations.submit(
                handle,
                RefreshPackage.KIND,
                "Compare " + due.name() + " with its source, as scheduled",
                due.id(),
                new RefreshPackage.Input(due.type(), due.id(), false, true).encode(),
                Caller.SITE);
    }
}
