package dev.slipway.site.distribution;

import java.time.Instant;

/**
 * Something that happened to a package, at a point or as such (DIST-13).
 *
 * @param pointId empty: the package as such
 */
public record StatusMessage(
        long number, Instant time, int messageId, Severity severity, String packageId, String pointId, String text) {

    public enum Severity {
        INFORMATION,
        WARNING,
        ERROR
    }

    /** What can happen. The first three have the numbers that DIST-13 names; the others are in the same range. */
    enum Kind {
        PROCESSING(2300, Severity.INFORMATION),
        PROCESSED(2301, Severity.INFORMATION),
        SNAPSHOT(2376, Severity.INFORMATION),
        DISTRIBUTING(2342, Severity.INFORMATION),
        DISTRIBUTED(2330, Severity.INFORMATION),
        RETRYING(2343, Severity.WARNING),
        FAILED(2302, Severity.ERROR),
        CANCELLED(2303, Severity.WARNING),
        REMOVING(2344, Severity.INFORMATION),
        REMOVED(2331, Severity.INFORMATION),
        REMOVAL_FAILED(2345, Severity.ERROR),
        VALIDATING(2383, Severity.INFORMATION),
        VALIDATED(2384, Severity.INFORMATION),
        DAMAGED(2385, Severity.ERROR),
        REPAIRED(2386, Severity.WARNING);

        private final int id;
        private final Severity severity;

        Kind(int id, Severity severity) {
            this.id = id;
            this.severity = severity;
        }

        int id() {
            return id;
        }

        Severity severity() {
            return severity;
        }
    }
}
