package dev.slipway.point;

import dev.slipway.protocol.PointOrders;
import dev.slipway.protocol.PointReport.JobReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs of the last orders. One that is ordered runs, one that is no longer ordered rests, and one that has ended is told of until the
 * site orders it no more: so the same orders again change nothing.
 */
final class Jobs implements AutoCloseable {
    /** The site decides how many run; this keeps a wrong number from drowning the server. */
    private static final int MOST_RUNNING = 16;

    private final JobWork work;
    private final Runnable whenEnded;
    private final Map<String, RunningJob> jobs = new LinkedHashMap<>();

    /** @param whenEnded is called on the job's thread */
    Jobs(JobWork work, Runnable whenEnded) {
        this.work = work;
        this.whenEnded = whenEnded;
    }

    /** Does what the orders say about jobs. */
    synchronized void obey(List<PointOrders.Job> ordered) throws InterruptedException {
        Map<String, RunningJob> next = new LinkedHashMap<>();
        for (PointOrders.Job order : ordered) {
            RunningJob known = jobs.remove(order.jobId());
            next.put(order.jobId(), known == null ? new RunningJob(order, work, whenEnded) : known.renewed(order));
        }
        List<RunningJob> resting = new ArrayList<>(jobs.values());
        jobs.clear();
        jobs.putAll(next);
        resting.forEach(RunningJob::interrupt);
        for (RunningJob job : resting) {
            job.join();
        }
        startWaiting();
    }

    private void startWaiting() {
        long running = jobs.values().stream().filter(RunningJob::isRunning).count();
        for (RunningJob job : jobs.values()) {
            if (running >= MOST_RUNNING) {
                return;
            }
            if (job.startUnlessStarted()) {
                running++;
            }
        }
    }

    synchronized List<JobReport> report() {
        startWaiting();
        return jobs.values().stream().map(RunningJob::report).toList();
    }

    /** Lets all jobs rest; what they fetched stays. */
    @Override
    public synchronized void close() throws InterruptedException {
        obey(List.of());
    }
}
