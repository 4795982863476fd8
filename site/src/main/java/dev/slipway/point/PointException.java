package dev.slipway.point;

/** Why the distribution point cannot start or go on, told to the administrator. */
final class PointException extends Exception {
    private final int exitCode;

    /** @param exitCode of {@link ExitCode} */
    PointException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    PointException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
