package dev.slipway.site.distribution;

import dev.slipway.protocol.PointReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A package at a point: what shall be there, what is there, and what is being done about it. Each method is one thing that can happen and gives the
 * row as it is afterwards; nothing else changes a row.
 *
 * @param present what the point serves of this package; none before the first version is whole there
 * @param errorCode stable; empty when nothing went wrong
 * @param message for people; why it failed, waits or was repaired
 */
public record Distribution(
        String packageId,
        String pointId,
        DistributionState state,
        Version target,
        Optional<Version> present,
        Job job,
        String errorCode,
        String message,
        Optional<Instant> validatedAt,
        Instant changedAt) {

    static final String OFFLINE = "point-offline";
    static final String DAMAGED = "content-damaged";
    static final String CANCELLED = "cancelled";
    /** From here on a cancel comes too late (DIST-6). */
    static final int NEARLY_DONE_PERCENT = 95;
    /** Before its end. */
    private static final int MOST_PERCENT = 99;
    /** A point that reports, but nothing new of a job for so long, has lost it. */
    static final Duration STALLED = Duration.ofMinutes(30);

    private static final String STALLED_TEXT = "The job made no progress for 30 minutes.";

    /** @param number of the package's versions, from 1 */
    public record Version(long number, String contentId) {}

    /** The package is at this point already: the site's own, for it shares the store. */
    static Distribution there(String packageId, String pointId, Version version, Instant now) {
        Job job = Job.begin(Job.Kind.FETCH, now).in(Job.State.COMPLETE, now).at(100, 0, 0, 0);
        return new Distribution(
                packageId,
                pointId,
                DistributionState.INSTALLED,
                version,
                Optional.of(version),
                job,
                "",
                "",
                Optional.empty(),
                now);
    }

    /** The package shall be at a point that has nothing of it (DIST-2). */
    static Distribution wanted(String packageId, String pointId, Version version, Instant now) {
        return new Distribution(
                packageId,
                pointId,
                DistributionState.INSTALL_PENDING,
                version,
                Optional.empty(),
                Job.begin(Job.Kind.FETCH, now),
                "",
                "",
                Optional.empty(),
                now);
    }

    /** It shall have this version: distributed again after a failure or removal, or updated (DIST-3). */
    Distribution wants(Version version, Instant now) {
        boolean has = present.isPresent() && present.get().contentId().equals(version.contentId());
        if (has) {
            return installed(version, now);
        }
        DistributionState next =
                present.isPresent() ? DistributionState.CONTENT_UPDATING : DistributionState.INSTALL_PENDING;
        return with(next, version, present, Job.begin(Job.Kind.FETCH, now), "", "", now);
    }

    /** Every block anew (DIST-4). */
    Distribution redistribute(Version version, Instant now) {
        return with(DistributionState.INSTALL_PENDING, version, present, Job.begin(Job.Kind.REFETCH, now), "", "", now);
    }

    /** DIST-5; only what is installed can be validated. */
    Distribution validate(Instant now) {
        if (state != DistributionState.INSTALLED) {
            throw new IllegalStateException(state + " cannot be validated");
        }
        return with(
                DistributionState.CONTENT_MONITORING, target, present, Job.begin(Job.Kind.VERIFY, now), "", "", now);
    }

    Distribution remove(RetryRules rules, Instant now) {
        Job job = Job.begin(Job.Kind.REMOVE, now)
                .in(Job.State.STARTED, now)
                .until(now.plus(rules.silence()).plus(rules.delay()));
        return with(DistributionState.REMOVAL_PENDING, target, present, job, "", "", now);
    }

    /** Nothing brings it there any more; it may be distributed again. */
    boolean isOpen() {
        return state.isRemoval() || state == DistributionState.INSTALL_FAILED;
    }

    boolean isCancellable() {
        return !job.state().isEnded() && job.kind() != Job.Kind.REMOVE;
    }

    /** DIST-6. Near its end the job goes on: the same row. */
    Distribution cancel(String user, Instant now) {
        if (!isCancellable() || job.kind().transfers() && job.percent() >= NEARLY_DONE_PERCENT) {
            return this;
        }
        Job stopped = job.in(Job.State.CANCELLED, now);
        String text = "cancelled by user " + user;
        return job.kind() == Job.Kind.VERIFY
                ? with(DistributionState.INSTALLED, target, present, stopped, CANCELLED, text, now)
                : with(DistributionState.INSTALL_FAILED, target, present, stopped, CANCELLED, text, now);
    }

    /** The job goes into the point's orders. */
    Distribution ordered(Instant now) {
        return job.state().isRunning()
                ? this
                : with(state, target, present, job.in(Job.State.STARTED, now), errorCode, lasting(), now);
    }

    /** While something is tried again it stays visible why. */
    private String lasting() {
        return errorCode.isEmpty() ? "" : message;
    }

    /** The job stays out of the orders; its blocks stay at the point. @param why for people */
    Distribution heldBack(Job.State waiting, String why, Instant now) {
        String text = errorCode.isEmpty() ? why : message;
        return job.state() == waiting && message.equals(text)
                ? this
                : with(state, target, present, job.in(waiting, now), errorCode, text, now);
    }

    /** What the point tells of this row's job; reports of older attempts are passed by. @param whole contents that are whole there */
    Distribution reported(PointReport.JobReport report, Set<String> whole, RetryRules rules, Instant now) {
        if (!report.jobId().equals(job.id()) || job.state().isEnded()) {
            return this;
        }
        return switch (report.state()) {
            case WAITING, FETCHING, VERIFYING -> progressed(report, now);
            case DONE -> done(report, whole, rules, now);
            case FAILED -> {
                PointReport.Problem problem =
                        report.error().orElse(new PointReport.Problem("job-failed", "The point tells no reason."));
                yield job.kind() == Job.Kind.VERIFY && !whole.contains(target.contentId())
                        ? repair(problem.message(), now)
                        : attemptFailed(problem.code(), problem.message(), rules, now);
            }
        };
    }

    private Distribution progressed(PointReport.JobReport report, Instant now) {
        long total = Math.max(report.totalBytes(), 0);
        int done = total == 0 ? 0 : (int) Math.clamp(report.doneBytes() * 100.0 / total, 0, MOST_PERCENT);
        // When all has come, what is left of a transfer is to hash it.
        boolean hashing =
                report.state() == PointReport.State.VERIFYING && job.kind().transfers();
        int percent = hashing ? MOST_PERCENT : done;
        boolean moved = report.doneBytes() != job.doneBytes()
                || report.fetchedBytes() != job.fetchedBytes()
                || total != job.totalBytes()
                || job.state() != Job.State.INPROGRESS;
        if (!moved) {
            return this;
        }
        Job next = job.in(Job.State.INPROGRESS, now).at(percent, report.doneBytes(), total, report.fetchedBytes());
        return with(state, target, present, next, errorCode, lasting(), now);
    }

    private Distribution done(PointReport.JobReport report, Set<String> whole, RetryRules rules, Instant now) {
        boolean isWhole = whole.contains(target.contentId());
        if (!isWhole && job.kind() == Job.Kind.VERIFY) {
            return repair(report.error().map(PointReport.Problem::message).orElse("Blocks are damaged."), now);
        }
        if (!isWhole) {
            return attemptFailed(
                    "content-not-whole", "The point ended the job but does not hold the content.", rules, now);
        }
        Distribution ended = job.kind() == Job.Kind.VERIFY ? validated(report, now) : installed(target, now);
        Job last = ended.job.at(100, report.totalBytes(), report.totalBytes(), report.fetchedBytes());
        return ended.with(ended.state, ended.target, ended.present, last, ended.errorCode, ended.message, now);
    }

    private Distribution validated(PointReport.JobReport report, Instant now) {
        String text = report.error().map(PointReport.Problem::message).orElse("");
        Job ended = job.in(Job.State.COMPLETE, now);
        return new Distribution(
                packageId,
                pointId,
                DistributionState.INSTALLED,
                target,
                Optional.of(target),
                ended,
                "",
                text,
                Optional.of(now),
                now);
    }

    private Distribution installed(Version version, Instant now) {
        String text = errorCode.equals(DAMAGED) ? "Repaired: " + message : "";
        Job ended = job.in(Job.State.COMPLETE, now).at(100, job.doneBytes(), job.totalBytes(), job.fetchedBytes());
        return with(DistributionState.INSTALLED, version, Optional.of(version), ended, "", text, now);
    }

    /** What is damaged or missing is fetched again, and nothing else (DIST-5). */
    private Distribution repair(String reason, Instant now) {
        return with(
                DistributionState.INSTALL_RETRYING,
                target,
                Optional.empty(),
                Job.begin(Job.Kind.FETCH, now),
                DAMAGED,
                reason,
                now);
    }

    /**
     * The point says what is whole on its disk, whatever became of jobs.
     *
     * @param shared contents of other packages at this point, which it keeps in any case
     * @return none when the row has done its duty: the package is removed
     */
    Optional<Distribution> holds(Set<String> whole, Set<String> shared, Instant now) {
        boolean hasTarget = whole.contains(target.contentId());
        Optional<Version> served = present.filter(version -> whole.contains(version.contentId()));
        return switch (state) {
            case INSTALLED, CONTENT_MONITORING ->
                Optional.of(hasTarget ? this : repair("Not all of it is whole on the point's disk any more.", now));
            case INSTALL_PENDING, INSTALL_RETRYING, CONTENT_UPDATING, INSTALL_FAILED ->
                Optional.of(
                        hasTarget && job.kind() == Job.Kind.FETCH
                                ? installed(target, now)
                                : served.equals(present)
                                        ? this
                                        : with(state, target, served, job, errorCode, message, now));
            case REMOVAL_PENDING, REMOVAL_RETRYING, REMOVAL_FAILED -> {
                boolean still = isStill(target.contentId(), whole, shared)
                        || present.isPresent() && isStill(present.get().contentId(), whole, shared);
                yield still ? Optional.of(this) : Optional.empty();
            }
        };
    }

    private static boolean isStill(String content, Set<String> whole, Set<String> shared) {
        return whole.contains(content) && !shared.contains(content);
    }

    /** The point answers again after the job had been given up for its silence. */
    Distribution back(Instant now) {
        return state == DistributionState.INSTALL_FAILED && errorCode.equals(OFFLINE)
                ? with(
                        DistributionState.INSTALL_RETRYING,
                        target,
                        present,
                        Job.begin(job.kind(), now),
                        "",
                        "The point is back.",
                        now)
                : this;
    }

    /** Time passed. @param online whether the point reports */
    Distribution tick(boolean online, RetryRules rules, Instant now) {
        if (job.state().isEnded()) {
            return this;
        }
        Job corrected = job.by(now, rules.longest());
        if (corrected != job) {
            return with(state, target, present, corrected, errorCode, message, now);
        }
        if (job.kind() == Job.Kind.REMOVE) {
            return job.isDue(now) ? removalOverdue(online, rules, now) : this;
        }
        boolean silent = now.isAfter(job.heardAt().plus(rules.silence()));
        boolean stalled = now.isAfter(job.heardAt().plus(STALLED));
        return switch (job.state()) {
            case STARTED, INPROGRESS ->
                !online && silent
                        ? attemptFailed(OFFLINE, silence(), rules, now)
                        : stalled ? attemptFailed("job-stalled", STALLED_TEXT, rules, now) : this;
            case PENDING, READY, SUSPENDED -> !online && silent ? attemptFailed(OFFLINE, silence(), rules, now) : this;
            case PENDING_RESTART ->
                !online && silent && job.isDue(now) ? attemptFailed(OFFLINE, silence(), rules, now) : this;
            case COMPLETE, FAILED, CANCELLED -> this;
        };
    }

    private static String silence() {
        return "The point does not report. Look whether it runs and reaches the site.";
    }

    private Distribution removalOverdue(boolean online, RetryRules rules, Instant now) {
        String code = online ? "removal-overdue" : OFFLINE;
        String text = online ? "The point still holds the content." : silence();
        if (rules.isLast(job.attempt())) {
            return with(
                    DistributionState.REMOVAL_FAILED,
                    target,
                    present,
                    job.in(Job.State.FAILED, now),
                    code,
                    text + " It is removed when the point reports it gone.",
                    now);
        }
        Job next = job.again(now.plus(rules.before(job.attempt())), now);
        return with(DistributionState.REMOVAL_RETRYING, target, present, next, code, text, now);
    }

    /** The attempt came to nothing; the next one follows, or this was the last. */
    Distribution attemptFailed(String code, String reason, RetryRules rules, Instant now) {
        boolean last = rules.isLast(job.attempt());
        if (job.kind() == Job.Kind.VERIFY) {
            Job next = last ? job.in(Job.State.FAILED, now) : job.again(now.plus(rules.before(job.attempt())), now);
            DistributionState after = last ? DistributionState.INSTALLED : DistributionState.CONTENT_MONITORING;
            return with(after, target, present, next, code, "It could not be validated: " + reason, now);
        }
        return last
                ? with(
                        DistributionState.INSTALL_FAILED,
                        target,
                        present,
                        job.in(Job.State.FAILED, now),
                        code,
                        reason,
                        now)
                : with(
                        DistributionState.INSTALL_RETRYING,
                        target,
                        present,
                        job.again(now.plus(rules.before(job.attempt())), now),
                        code,
                        reason,
                        now);
    }

    private Distribution with(
            DistributionState newState,
            Version newTarget,
            Optional<Version> newPresent,
            Job newJob,
            String code,
            String text,
            Instant now) {
        return new Distribution(
                packageId, pointId, newState, newTarget, newPresent, newJob, code, text, validatedAt, now);
    }
}
