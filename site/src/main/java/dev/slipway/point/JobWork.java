package dev.slipway.point;

import dev.slipway.content.ContentError;
import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.DamagedBlock;
import dev.slipway.content.IngestProgress;
import dev.slipway.content.Manifest;
import dev.slipway.content.RetryPolicy;
import dev.slipway.protocol.PointReport;
import dev.slipway.protocol.PointReport.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The deeds of the three kinds of job. */
final class JobWork {
    private static final Logger LOG = LoggerFactory.getLogger(JobWork.class);
    static final String DAMAGED = "content-damaged";
    /** Then the job fails with its reason, and the site decides when it is tried again. */
    private static final RetryPolicy PATIENCE =
            new RetryPolicy(Duration.ofSeconds(60), Duration.ofMillis(500), Duration.ofSeconds(5));

    private final String pointId;
    private final SiteLink site;
    private final Holding holding;
    private final OrderedPace pace;

    JobWork(String pointId, SiteLink site, Holding holding, OrderedPace pace) {
        this.pointId = pointId;
        this.site = site;
        this.holding = holding;
        this.pace = pace;
    }

    /** @return what was found wrong, when the job did its work nevertheless */
    Optional<PointReport.Problem> run(RunningJob job) throws IOException, InterruptedException {
        ContentId content = new ContentId(job.order().contentId());
        return switch (job.order().action()) {
            case FETCH -> fetch(job, content, Fetch.MISSING);
            case REFETCH -> fetch(job, content, Fetch.ALL);
            case VERIFY -> verify(job, content);
        };
    }

    private enum Fetch {
        MISSING,
        ALL
    }

    private Optional<PointReport.Problem> fetch(RunningJob job, ContentId content, Fetch what)
            throws IOException, InterruptedException {
        Manifest manifest = manifest(content);
        if (job.order().places().isEmpty()) {
            throw new ContentException(
                    ContentError.TRANSFER_FAILED,
                    "The orders name no place to fetch content " + content
                            + " from. Distribute it to another point first.");
        }
        try {
            receive(job, manifest, what);
        } catch (ContentException e) {
            if (!Holding.isOutOfSpace(e)) {
                throw e;
            }
            LOG.warn("Room is short; what is no longer wanted goes now, and the job is tried once more");
            holding.makeRoom(Instant.now());
            receive(job, manifest, what);
        }
        long fetched = job.report().fetchedBytes();
        List<DamagedBlock> damaged = check(job, content, fetched);
        if (!damaged.isEmpty()) {
            throw new ContentException(ContentError.STORE_DAMAGED, describe(damaged));
        }
        return Optional.empty();
    }

    private void receive(RunningJob job, Manifest manifest, Fetch what) throws IOException, InterruptedException {
        throw new IOException("Content " + manifest.contentId() + " cannot be fetched by this version yet: "
                + job.order().action() + what + pace + PATIENCE);
    }

    private Manifest manifest(ContentId content) throws IOException {
        ContentStore store = holding.store();
        if (store.contains(content)) {
            try {
                return store.manifest(content);
            } catch (ContentException e) {
                LOG.warn("The stored manifest cannot be used, the site's is fetched: {}", e.getMessage());
            }
        }
        return site.manifest(pointId, content);
    }

    private Optional<PointReport.Problem> verify(RunningJob job, ContentId content)
            throws IOException, InterruptedException {
        List<DamagedBlock> damaged = check(job, content, 0);
        return damaged.isEmpty() ? Optional.empty() : Optional.of(new PointReport.Problem(DAMAGED, describe(damaged)));
    }

    /** Reads every block from this disk and hashes it; only then the content counts as present. */
    private List<DamagedBlock> check(RunningJob job, ContentId content, long fetchedBytes)
            throws IOException, InterruptedException {
        IngestProgress progress = (done, total) -> job.advanced(State.VERIFYING, done, total, fetchedBytes);
        try {
            List<DamagedBlock> damaged = holding.store().verify(content, progress);
            if (damaged.isEmpty()) {
                holding.checked(content);
            } else {
                holding.damaged(content);
            }
            return damaged;
        } catch (ContentException e) {
            holding.damaged(content);
            throw e;
        }
    }

    private static String describe(List<DamagedBlock> damaged) {
        DamagedBlock first = damaged.getFirst();
        long bytes = damaged.stream().mapToLong(block -> block.block().length()).sum();
        return damaged.size() + " block(s), " + bytes + " bytes, are damaged; the first is in " + first.path()
                + " at byte " + first.offset() + ": " + first.reason();
    }
}
