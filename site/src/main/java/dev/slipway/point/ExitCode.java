package dev.slipway.point;

/** With what the process ends; service managers and scripts go by it. */
final class ExitCode {
    static final int DONE = 0;
    /** Something outside this program stands in the way; starting again may help. */
    static final int FAILED = 1;
    /** The arguments are wrong. */
    static final int USAGE = 2;
    /** The site refuses this server; starting again does not help. */
    static final int REFUSED = 3;

    private ExitCode() {}
}
