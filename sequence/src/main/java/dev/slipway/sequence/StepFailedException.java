package dev.slipway.sequence;

/** A step failed. The code is stable, the message says what happened to what, and what to do next. */
public final class StepFailedException extends Exception {
    private final long exitCode;
    private final String code;

    public StepFailedException(long exitCode, String code, String message) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
    }

    public StepFailedException(String code, String message) {
        this(1, code, message);
    }

    public StepFailedException(String code, String message, Throwable cause) {
        this(1, code, message);
        initCause(cause);
    }

    public long exitCode() {
        return exitCode;
    }

    public String code() {
        return code;
    }
}
