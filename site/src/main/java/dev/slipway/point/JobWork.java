package dev.slipway.point;

import dev.slipway.content.ContentError;
import dev.slipway.content.ContentException;
import dev.slipway.content.ContentId;
import dev.slipway.content.ContentStore;
import dev.slipway.content.ContentUpdate;
import dev.slipway.content.DamagedBlock;
import dev.slipway.content.Manifest;
import dev.slipway.content.Pace;
import dev.slipway.content.ReceiveMode;
import dev.slipway.content.ReceiveProgress;
import dev.slipway.content.Received;
import dev.slipway.content.RetryPolicy;
import dev.slipway.protocol.PointReport;
import dev.slipway.protocol.PointReport.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The deeds of the three kinds of job. */
final class JobWork {
    private static final Logger LOG = LoggerFactory.getLogger(JobWork.class);
    static final String DAMAGED = "content-damaged";
    /** Of the time: the rest is for machines that are served (DIST-5). */
    private static final int VALIDATION_PERCENT = 50;
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
            case FETCH -> fetch(job, content, ReceiveMode.MISSING);
            case REFETCH -> fetch(job, content, ReceiveMode.ALL);
            case VERIFY -> verify(job, content);
        };
    }

    private Optional<PointReport.Problem> fetch(RunningJob job, ContentId content, ReceiveMode mode)
            throws IOException, InterruptedException {
        if (job.order().places().isEmpty()) {
            throw new ContentException(
                    ContentError.TRANSFER_FAILED,
                    "The orders name no place to fetch content " + content
                            + " from. Look whether the site's own copy is whole.");
        }
        ContentUpdate update = mode == ReceiveMode.MISSING ? update(content) : whole(manifest(content));
        Received received = receive(job, update, mode);
        holding.checked(content);
        List<DamagedBlock> mended = received.mended();
        return mended.isEmpty()
                ? Optional.empty()
                : Optional.of(new PointReport.Problem(DAMAGED, "Mended: " + describe(mended)));
    }

    private Received receive(RunningJob job, ContentUpdate update, ReceiveMode mode)
            throws IOException, InterruptedException {
        try {
            return receiveOnce(job, update, mode);
        } catch (ContentException e) {
            if (e.error() != ContentError.OUT_OF_SPACE || !holding.makeRoom(Instant.now())) {
                throw e;
            }
            LOG.warn("Room was short: what is no longer wanted has gone, and the job goes on");
            return receiveOnce(job, update, mode);
        }
    }

    private Received receiveOnce(RunningJob job, ContentUpdate update, ReceiveMode mode)
            throws ContentException, InterruptedException {
        return holding.store()
                .receive(
                        update,
                        new OrderedPlaces(job::order),
                        PATIENCE,
                        pace,
                        mode,
                        (phase, done, total, fetched) -> job.advanced(state(phase), done, total, fetched));
    }

    private static State state(ReceiveProgress.Phase phase) {
        return switch (phase) {
            case FETCHING -> State.FETCHING;
            case VERIFYING -> State.VERIFYING;
        };
    }

    /** By means of the version before, when there is one here; whatever stands in the way of that, the manifest alone does as well. */
    private ContentUpdate update(ContentId content) throws IOException {
        ContentStore store = holding.store();
        if (!store.contains(content) && !holding.whole().isEmpty()) {
            try {
                return store.update(site.update(pointId, content), content);
            } catch (SiteRefusal e) {
                LOG.debug("The site knows of no version before content {} here: {}", content, e.getMessage());
            } catch (ContentException e) {
                LOG.warn("What the site says by means of the version before cannot be used: {}", e.getMessage());
            }
        }
        return whole(manifest(content));
    }

    private static ContentUpdate whole(Manifest manifest) {
        return new ContentUpdate(manifest, Map.of());
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
        List<DamagedBlock> damaged;
        try {
            damaged = holding.store()
                    .verify(
                            content,
                            Pace.percent(VALIDATION_PERCENT),
                            (done, total) -> job.advanced(State.VERIFYING, done, total, 0));
        } catch (ContentException e) {
            holding.damaged(content);
            throw e;
        }
        if (damaged.isEmpty()) {
            holding.checked(content);
            return Optional.empty();
        }
        holding.damaged(content);
        return Optional.of(new PointReport.Problem(DAMAGED, describe(damaged)));
    }

    private static String describe(List<DamagedBlock> damaged) {
        DamagedBlock first = damaged.getFirst();
        long bytes = damaged.stream().mapToLong(block -> block.block().length()).sum();
        return damaged.size() + " block(s), " + bytes + " bytes, are damaged; the first is in " + first.path()
                + " at byte " + first.offset() + ": " + first.reason();
    }
}
