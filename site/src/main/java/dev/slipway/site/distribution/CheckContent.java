package dev.slipway.site.distribution;

import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.DamagedBlock;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.PointReport.JobReport;
import dev.slipway.protocol.PointReport.Problem;
import dev.slipway.protocol.PointReport.State;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import dev.slipway.site.operation.OperationContext;
import dev.slipway.site.operation.OperationWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The jobs of points that have no process of their own: the site hashes every block, in its store or over HTTP, and reports in their place. */
@Component
class CheckContent implements OperationWork {
    static final String KIND = "CONTENT_CHECK";
    private final Database database;
    private final DistributionRows rows;
    private final Content content;
    private final PlainPoints plain;
    private final Clock clock;

    CheckContent(Database database, DistributionRows rows, Content content, PlainPoints plain, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.content = content;
        this.plain = plain;
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
        Optional<Problem> problem = check(context, input, id);
        report(input, id, problem);
        return problem.map(found -> "Not whole: " + found.message()).orElse("Every block is right.");
    }

    private Optional<Problem> check(OperationContext context, Input input, ContentId id) throws InterruptedException {
        try {
            if (!input.pointId().equals(DistributionPoint.SITE)) {
                DistributionPoint point = database.read(handle -> Points.require(handle, input.pointId()));
                plain.check(point, content.store().manifest(id), context);
                return Optional.empty();
            }
            List<DamagedBlock> damaged = content.store()
                    .verify(id, (done, total) -> context.progress(percent(done, total), "Hashing the blocks"));
            damaged.forEach(
                    block -> context.log("%s at %d: %s".formatted(block.path(), block.offset(), block.reason())));
            return damaged.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Problem(
                                    Distribution.DAMAGED,
                                    damaged.size()
                                            + " damaged blocks in the site's store. Refresh the package from its source; that mends them."));
        } catch (ContentException e) {
            return Optional.of(new Problem(e.error().code(), String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Optional.of(new Problem("point-unreachable", String.valueOf(e.getMessage())));
        }
    }

    static int percent(long done, long total) {
        return total <= 0 ? 0 : (int) (100.0 * done / total);
    }

    private void report(Input input, ContentId id, Optional<Problem> problem) {
        database.change(handle -> {
            Optional<Distribution> found = new DistributionSql(handle).find(input.packageId(), input.pointId());
            PointSql points = new PointSql(handle);
            Set<String> whole = points.contents(input.pointId());
            if (problem.isEmpty()) {
                whole.add(id.hex());
            } else {
                whole.remove(id.hex());
            }
            points.contents(input.pointId(), whole);
            if (found.isPresent()) {
                Distribution row = found.get();
                State state = problem.isEmpty() ? State.DONE : State.FAILED;
                JobReport report = new JobReport(input.jobId(), state, 0, 0, 0, problem);
                RetryRules rules = DistributionSettings.load(handle).retryRules();
                rows.change(handle, row, row.reported(report, whole, rules, clock.instant()));
            }
        });
    }
}
