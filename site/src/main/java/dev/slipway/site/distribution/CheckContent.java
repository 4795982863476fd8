package dev.slipway.site.distribution;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentSource;
import dev.slipway.content.ContentSources;
import dev.slipway.content.DamagedBlock;
import dev.slipway.content.Pace;
import dev.slipway.content.ReceiveMode;
import dev.slipway.content.Received;
import dev.slipway.content.RetryPolicy;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.PointReport.JobReport;
import dev.slipway.protocol.PointReport.Problem;
import dev.slipway.protocol.PointReport.State;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import dev.slipway.site.library.ContentTickets;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** The jobs of points that have no process of their own: the site hashes every block, in its store or over HTTP, and reports in their place. */
@Component
class CheckContent implements OperationWork {
    static final String KIND = "CONTENT_CHECK";
    /** Of the time: the rest is for machines that are served (DIST-5). */
    private static final int VALIDATION_PERCENT = 50;

    private final Database database;
    private final DistributionRows rows;
    private final Content content;
    private final PlainPoints plain;
    private final ContentTickets tickets;
    private final Clock clock;

    CheckContent(
            Database database,
            DistributionRows rows,
            Content content,
            PlainPoints plain,
            ContentTickets tickets,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.content = content;
        this.plain = plain;
        this.tickets = tickets;
        this.clock = clock;
    }

    record Input(String packageId, String pointId, String jobId) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String run(OperationContext context, String text) throws Exception {
        Input input = Json.decode(text.getBytes(StandardCharsets.UTF_8), Input.class);
        Optional<Distribution> row =
                database.read(handle -> new DistributionSql(handle).find(input.packageId(), input.pointId()));
        if (row.isEmpty() || !row.get().job().id().equals(input.jobId())) {
            return "Nothing to do: something newer was asked for.";
        }
        ContentId id = new ContentId(row.get().target().contentId());
        Result result = check(context, input, id);
        report(input, id, result);
        return switch (result) {
            case Result.Whole ignored -> "Every block is right.";
            case Result.Mended mended -> mended.text();
            case Result.NotWhole notWhole -> "Not whole: " + notWhole.problem().message();
        };
    }

    private sealed interface Result {
        record Whole() implements Result {}

        /** @param text what was damaged and whence it came anew */
        record Mended(String text) implements Result {}

        record NotWhole(Problem problem) implements Result {}
    }

    private Result check(OperationContext context, Input input, ContentId id) throws InterruptedException {
        try {
            if (!input.pointId().equals(DistributionPoint.SITE)) {
                DistributionPoint point = database.read(handle -> Points.require(handle, input.pointId()));
                plain.check(point, content.store().manifest(id), context);
                return new Result.Whole();
            }
            List<DamagedBlock> damaged = content.store()
                    .verify(
                            id,
                            Pace.percent(VALIDATION_PERCENT),
                            (done, total) -> context.progress(percent(done, total), "Hashing the blocks"));
            damaged.forEach(
                    block -> context.log("%s at %d: %s".formatted(block.path(), block.offset(), block.reason())));
            return damaged.isEmpty() ? new Result.Whole() : mend(context, id, damaged.size());
        } catch (ContentException e) {
            return new Result.NotWhole(new Problem(e.error().code(), String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return new Result.NotWhole(new Problem("point-unreachable", String.valueOf(e.getMessage())));
        }
    }

    /** What the site's own store lost may still lie at another point. */
    private Result mend(OperationContext context, ContentId id, int damaged)
            throws ContentException, InterruptedException {
        String query = tickets.issue(ContentTickets.point(DistributionPoint.SITE), id, ContentTickets.LIFETIME)
                .query();
        List<ContentSource> holders = plain.holders(id, query);
        if (holders.isEmpty()) {
            return new Result.NotWhole(
                    new Problem(
                            Distribution.DAMAGED,
                            damaged + " damaged blocks in the site's store, and no other point holds them."
                                    + " Update the distribution points of the package: its source is read again, which mends them."));
        }
        Received received = content.store()
                .receive(
                        content.store().manifest(id),
                        ContentSources.of(holders),
                        RetryPolicy.DEFAULT,
                        Pace.UNLIMITED,
                        ReceiveMode.MISSING,
                        (phase, done, total, fetched) ->
                                context.progress(percent(done, total), "Fetching what is damaged"));
        return new Result.Mended("%d damaged blocks came anew from %s: %d bytes."
                .formatted(damaged, String.join(", ", received.bytesBySource().keySet()), received.fetchedBytes()));
    }

    static int percent(long done, long total) {
        return total <= 0 ? 0 : (int) (100.0 * done / total);
    }

    private void report(Input input, ContentId id, Result result) {
        Optional<Problem> problem = switch (result) {
            case Result.Whole ignored -> Optional.empty();
            case Result.Mended mended -> Optional.of(new Problem(Distribution.DAMAGED, mended.text()));
            case Result.NotWhole notWhole -> Optional.of(notWhole.problem());
        };
        boolean isWhole = !(result instanceof Result.NotWhole);
        database.change(handle -> {
            Optional<Distribution> found = new DistributionSql(handle).find(input.packageId(), input.pointId());
            PointSql points = new PointSql(handle);
            Set<String> whole = points.contents(input.pointId());
            if (isWhole) {
                whole.add(id.hex());
                heard(points, input.pointId());
            } else {
                whole.remove(id.hex());
                readSourceAgain(handle, input, id);
            }
            points.contents(input.pointId(), whole);
            if (found.isPresent()) {
                Distribution row = found.get();
                State state = isWhole ? State.DONE : State.FAILED;
                JobReport report = new JobReport(input.jobId(), state, 0, 0, 0, problem);
                RetryRules rules = DistributionSettings.load(handle).retryRules();
                rows.change(handle, row, row.reported(report, whole, rules, clock.instant()));
            }
        });
    }

    /** A web server that gave every block is there. */
    private void heard(PointSql points, String pointId) {
        points.find(pointId)
                .filter(point -> point.kind() == DistributionPoint.Kind.PLAIN)
                .ifPresent(point -> points.update(PointEdit.of(point).heard(clock.instant())));
    }

    /** A refresh skips a source that looks as it did; this one must be read, so that its blocks come into the store again. */
    private static void readSourceAgain(Handle handle, Input input, ContentId id) {
        if (input.pointId().equals(DistributionPoint.SITE)) {
            handle.execute("update package_version set source_stamp = '' where content_id = ?", id.hex());
        }
    }
}
