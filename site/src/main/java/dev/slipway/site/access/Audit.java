package dev.slipway.site.access;

import dev.slipway.site.database.Database;
import java.time.Clock;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Who changed what. Every request that may change something leaves a row; see {@link AuditRoutes}. */
@Component
public class Audit {
    private final Database database;
    private final Clock clock;

    Audit(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param status as of HTTP: what came of it */
    public void record(Handle handle, String account, String address, String action, String subject, int status) {
        handle.execute(
                "insert into audit (time, account, address, action, subject, status) values (?, ?, ?, ?, ?, ?)",
                clock.instant(),
                account,
                address,
                action,
                subject,
                status);
    }

    void record(String account, String address, String action, String subject, int status) {
        database.change(handle -> record(handle, account, address, action, subject, status));
    }
}
