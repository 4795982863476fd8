package dev.slipway.point;

import dev.slipway.content.ContentException;

/** Why the distribution point cannot start or go on, told to the administrator. */
final class PointException extends Exception {
    private final int exitCode;
    private final String code;

    /** @param exitCode of {@link ExitCode} @param code stable, for those who look it up in the guide */
    PointException(int exitCode, String code, String message) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
    }

    PointException(int exitCode, String code, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
        this.code = code;
    }

    static PointException usage(String message) {
        return new PointException(ExitCode.USAGE, "wrong-usage", message);
    }

    /** What the store says, with its code. */
    static PointException of(ContentException e) {
        return new PointException(ExitCode.FAILED, e.error().code(), String.valueOf(e.getMessage()), e);
    }

    int exitCode() {
        return exitCode;
    }

    String code() {
        return code;
    }
}
