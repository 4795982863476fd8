package dev.slipway.point;

import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;

/** How a failure is told. */
final class Failures {
    private Failures() {}

    /** The innermost message, since the HTTP client wraps what went wrong. */
    static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof UnresolvedAddressException) {
            return "its name cannot be resolved";
        }
        if (cause instanceof ConnectException && cause.getMessage() == null
                || cause instanceof ClosedChannelException) {
            return "nobody listens there";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
