package dev.slipway.point;

import dev.slipway.content.ContentException;
import dev.slipway.protocol.PointOrders;
import dev.slipway.protocol.PointReport;
import dev.slipway.protocol.PointReport.JobReport;
import dev.slipway.protocol.PointReport.State;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job on a thread of its own, and how far it is. */
final class RunningJob {
    private static final Logger LOG = LoggerFactory.getLogger(RunningJob.class);

    private final JobWork work;
    private final Runnable whenEnded;
    private final AtomicReference<JobReport> report;
    private volatile PointOrders.Job order;
    private @Nullable Thread thread;

    RunningJob(PointOrders.Job order, JobWork work, Runnable whenEnded) {
        this.order = order;
        this.work = work;
        this.whenEnded = whenEnded;
        this.report = new AtomicReference<>(new JobReport(order.jobId(), State.WAITING, 0, 0, 0, Optional.empty()));
    }

    /** The same job in newer orders: its ticket may be a fresh one. */
    RunningJob renewed(PointOrders.Job newer) {
        order = newer;
        return this;
    }

    PointOrders.Job order() {
        return order;
    }

    JobReport report() {
        return report.get();
    }

    boolean isRunning() {
        return thread != null && thread.isAlive();
    }

    /** @return whether it runs now and did not before */
    boolean startUnlessStarted() {
        if (thread != null) {
            return false;
        }
        thread = Thread.ofPlatform().name("job-" + order.packageId()).start(this::run);
        return true;
    }

    void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    void join() throws InterruptedException {
        if (thread != null) {
            thread.join();
        }
    }

    /** @param fetchedBytes over the network, for this job */
    void advanced(State state, long doneBytes, long totalBytes, long fetchedBytes) {
        report.set(new JobReport(order.jobId(), state, doneBytes, totalBytes, fetchedBytes, Optional.empty()));
    }

    private void run() {
        String what = order.action() + " of " + order.packageId() + " (" + order.name() + ", content "
                + order.contentId() + ")";
        try {
            Optional<PointReport.Problem> found = work.run(this);
            end(State.DONE, found);
            LOG.info(
                    "{} is done, {} bytes were fetched{}",
                    what,
                    report().fetchedBytes(),
                    found.map(problem -> ": " + problem.message()).orElse(""));
        } catch (InterruptedException e) {
            LOG.info("{} rests; what it has stays for later", what);
            return;
        } catch (ContentException e) {
            failed(what, e.error().code(), e);
        } catch (IOException e) {
            failed(what, e instanceof SiteRefusal refusal ? refusal.code() : "transfer-failed", e);
        } catch (RuntimeException e) {
            LOG.error("{} met a defect of the program", what, e);
            failed(what, "internal-error", e);
        }
        whenEnded.run();
    }

    private void failed(String what, String code, Exception e) {
        if (Thread.currentThread().isInterrupted()) {
            LOG.info("{} rests; what it has stays for later", what);
            return;
        }
        LOG.warn("{} failed with {}: {}. The site decides when it is tried again", what, code, e.getMessage());
        end(State.FAILED, Optional.of(new PointReport.Problem(code, String.valueOf(e.getMessage()))));
    }

    private void end(State state, Optional<PointReport.Problem> problem) {
        JobReport last = report.get();
        report.set(new JobReport(
                last.jobId(),
                state,
                state == State.DONE ? last.totalBytes() : last.doneBytes(),
                last.totalBytes(),
                last.fetchedBytes(),
                problem));
    }
}
