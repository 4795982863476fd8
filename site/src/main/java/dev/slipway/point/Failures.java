package dev.slipway.point;

/** How a failure is told. */
final class Failures {
    private Failures() {}

    /** The innermost message, since the HTTP client wraps what went wrong. */
    static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
