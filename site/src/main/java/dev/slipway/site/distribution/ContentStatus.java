package dev.slipway.site.distribution;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a package's content stands at its points (DIST-7).
 *
 * @param version the current one
 * @param unknown at points that do not report
 */
public record ContentStatus(
        String packageId,
        String name,
        String type,
        long version,
        String contentId,
        long sizeBytes,
        String priority,
        int targeted,
        int installed,
        int inProgress,
        int retrying,
        int failed,
        int unknown,
        List<AtPoint> points) {
    public ContentStatus {
        points = List.copyOf(points);
    }

    public ContentCounts counts() {
        return new ContentCounts(targeted, installed, inProgress, retrying, failed, unknown);
    }

    /**
     * One package at one point.
     *
     * @param retriesLeft that the site makes by itself; the one that waits for its time among them
     * @param why why it failed, waits or was repaired; empty when there is nothing to say
     */
    public record AtPoint(
            String packageId,
            String packageName,
            String pointId,
            String pointName,
            DistributionState state,
            DistributionState.Tab tab,
            long version,
            long presentVersion,
            Job.Kind job,
            Job.State jobState,
            int percent,
            long doneBytes,
            long totalBytes,
            long fetchedBytes,
            int attempt,
            int retriesLeft,
            Optional<Instant> nextAttemptAt,
            String errorCode,
            String why,
            Optional<Instant> validatedAt,
            Instant changedAt) {

        public boolean isCancellable() {
            return !jobState.isEnded() && job != Job.Kind.REMOVE && !pointId.equals(DistributionPoint.SITE);
        }

        /** An attempt failed, and the next one waits for its time. */
        public boolean waitsForRetry() {
            return jobState == Job.State.PENDING_RESTART;
        }
    }

    static AtPoint at(Distribution row, PackageFacts facts, DistributionPoint point, DistributionSettings settings) {
        Job job = row.job();
        return new AtPoint(
                row.packageId(),
                facts.name(),
                point.id(),
                point.name(),
                row.state(),
                ContentCounts.tab(row.state(), job.state(), point.state()),
                row.target().number(),
                row.present().map(Distribution.Version::number).orElse(0L),
                job.kind(),
                job.state(),
                job.percent(),
                job.doneBytes(),
                job.totalBytes(),
                job.fetchedBytes(),
                job.attempt(),
                job.retriesLeft(settings.retries()),
                job.nextAttemptAt(),
                row.errorCode(),
                row.message(),
                row.validatedAt(),
                row.changedAt());
    }

    static ContentStatus of(PackageFacts facts, ContentCounts counts, List<AtPoint> points) {
        return new ContentStatus(
                facts.id(),
                facts.name(),
                facts.type(),
                facts.version(),
                facts.contentId(),
                facts.sizeBytes(),
                facts.priority().name(),
                counts.targeted(),
                counts.installed(),
                counts.inProgress(),
                counts.retrying(),
                counts.failed(),
                counts.unknown(),
                points);
    }

    static ContentStatus of(PackageFacts facts, List<AtPoint> points) {
        return of(facts, ContentCounts.of(points), points);
    }
}
