package dev.slipway.cli;

import java.util.List;

/** Ends a command with an exit code, a stable error code and a text for the person who typed it. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final String code;
    private final transient List<String> details;

    CommandException(ExitCode exitCode, String code, String message) {
        this(exitCode, code, message, List.of());
    }

    /** @param details one line for each input that is wrong */
    CommandException(ExitCode exitCode, String code, String message, List<String> details) {
        super(message);
        this.exitCode = exitCode;
        this.code = code;
        this.details = List.copyOf(details);
    }

    ExitCode exitCode() {
        return exitCode;
    }

    String code() {
        return code;
    }

    List<String> details() {
        return details;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
