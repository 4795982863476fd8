package dev.slipway.site.library;

import dev.slipway.content.Collected;
import dev.slipway.site.Caller;
import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import dev.slipway.site.operation.Operations;
import java.time.Clock;
import java.time.Duration;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Once a day, and when asked, gives back the room of blocks that nothing needs any more. */
@Component
public class CollectContent implements OperationWork {
    private static final String KIND = "CONTENT_COLLECT";
    /** Longer than any machine goes on with packs that it was told of. */
    private static final Duration GRACE = Duration.ofDays(1);

    private final Content content;
    private final Database database;
    private final Operations operations;
    private final Clock clock;

    CollectContent(Content content, Database database, Operations operations, Clock clock) {
        this.content = content;
        this.database = database;
        this.operations = operations;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Scheduled(fixedDelayString = "PT24H", initialDelayString = "PT1H")
    void daily() {
        begin(Caller.SITE);
    }

    /** Blocks go a day after the last manifest that named them, so one run frees what an earlier one has found dead. */
    public Operation begin(Caller caller) {
        return database.write(
                handle -> operations.submit(handle, KIND, "Give back room of the content store", null, "{}", caller));
    }

    @Override
    public String run(OperationContext context, String input) throws Exception {
        content.forgetUnnamed();
        Collected collected = content.store().collect(GRACE, clock.instant());
        return "Freed %d bytes; %d more follow after a day; %d bytes were moved to new packs."
                .formatted(collected.freedBytes(), collected.retiredBytes(), collected.rewrittenBytes());
    }
}
