package dev.slipway.site.distribution;

import dev.slipway.protocol.PointReport;
import dev.slipway.site.SlipwayException;
import java.time.Duration;
import java.util.List;

/**
 * How fast a point takes content in, by which points of the same priority are ordered (DIST-9).
 *
 * @param measuredBytesPerSecond over recent transfers, as the schedule and rate let it; 0: nothing measured yet
 * @param measuredMillis of transfer on which that stands, {@value #MEMORY_MILLIS} at most: what is older counts less and less
 * @param pinnedBytesPerSecond what an administrator says instead; 0: nothing
 */
public record PointSpeed(long measuredBytesPerSecond, long measuredMillis, long pinnedBytesPerSecond) {
    static final PointSpeed UNKNOWN = new PointSpeed(0, 0, 0);
    private static final long MEMORY_MILLIS = 120_000;
    /** A quick end says less of the line than of the way that a report takes. */
    private static final long NOTEWORTHY_BYTES = 1 << 20;

    private static final long MOST_BYTES_PER_SECOND = 1L << 40;

    /** What counts; 0: unknown. */
    public long bytesPerSecond() {
        return pinnedBytesPerSecond > 0 ? pinnedBytesPerSecond : measuredBytesPerSecond;
    }

    /** @param bytesPerSecond 0: as measured again @throws SlipwayException 422 when it is no speed */
    PointSpeed pinned(long bytesPerSecond) {
        if (bytesPerSecond < 0 || bytesPerSecond > MOST_BYTES_PER_SECOND) {
            throw SlipwayException.invalid(
                    "pinnedBytesPerSecond",
                    "A pinned speed is 1 to " + MOST_BYTES_PER_SECOND
                            + " bytes per second, or 0 for the measured one.");
        }
        return new PointSpeed(measuredBytesPerSecond, measuredMillis, bytesPerSecond);
    }

    /** @param bytes that came in the time; both positive */
    PointSpeed after(long bytes, Duration time) {
        long millis = Math.min(time.toMillis(), MEMORY_MILLIS);
        if (bytes <= 0 || millis <= 0) {
            return this;
        }
        long now = Math.round(bytes * 1000.0 / time.toMillis());
        long remembered = Math.min(measuredMillis, MEMORY_MILLIS - millis);
        long mean = Math.round(
                ((double) measuredBytesPerSecond * remembered + (double) now * millis) / (remembered + millis));
        return new PointSpeed(Math.max(1, mean), remembered + millis, pinnedBytesPerSecond);
    }

    /** What a report tells. @param rows as they were before it @param since when the point last reported, and now */
    PointSpeed told(List<Distribution> rows, List<PointReport.JobReport> jobs, Interval since) {
        long bytes = 0;
        Duration longest = Duration.ZERO;
        boolean goesOn = false;
        for (Distribution row : rows) {
            for (PointReport.JobReport job : jobs) {
                Job before = row.job();
                if (job.jobId().equals(before.id()) && before.state().isRunning()) {
                    bytes += Math.max(0, job.fetchedBytes() - before.fetchedBytes());
                    Duration time = since.notBefore(before);
                    longest = time.compareTo(longest) > 0 ? time : longest;
                    goesOn |= job.state() == PointReport.State.FETCHING;
                }
            }
        }
        return goesOn || bytes >= NOTEWORTHY_BYTES ? after(bytes, longest) : this;
    }

    /** Between two reports. */
    record Interval(java.time.Instant from, java.time.Instant to) {
        /** A job that was ordered later did not use all of it. */
        private Duration notBefore(Job job) {
            boolean later = job.fetchedBytes() == 0 && job.heardAt().isAfter(from);
            return Duration.between(later ? job.heardAt() : from, to);
        }
    }
}
