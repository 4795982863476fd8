package dev.slipway.protocol;

import java.util.List;
import java.util.Optional;

/**
 * What a distribution point tells of itself.
 *
 * @param contents ids of the contents of which every block on its disk was hashed and found right
 * @param jobs those of the last orders, with what became of them
 */
public record PointReport(
        String version,
        PointAddress address,
        long freeBytes,
        long storedBytes,
        List<String> contents,
        List<JobReport> jobs) {
    public PointReport {
        contents = List.copyOf(contents);
        jobs = List.copyOf(jobs);
    }

    /**
     * How far a job is.
     *
     * @param doneBytes of the content's blocks, present and checked
     * @param totalBytes of the content's blocks
     * @param fetchedBytes that came over the network for this job
     * @param error why it failed, or what it found damaged and mended
     */
    public record JobReport(
            String jobId, State state, long doneBytes, long totalBytes, long fetchedBytes, Optional<Problem> error) {}

    /** {@code FAILED} stays until the site gives the job a new id. */
    public enum State {
        WAITING,
        FETCHING,
        VERIFYING,
        DONE,
        FAILED
    }

    /** @param code stable, as in the API's errors */
    public record Problem(String code, String message) {}
}
