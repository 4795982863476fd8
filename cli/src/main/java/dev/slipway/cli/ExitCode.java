package dev.slipway.cli;

/** What the command's exit code tells the program that called it. */
enum ExitCode {
    OK(0),
    /** The site refused or the work failed; the error output names the code. */
    REFUSED(1),
    USAGE(2),
    UNREACHABLE(3),
    /** Not logged in, or the account's role may not. */
    FORBIDDEN(4),
    /** {@code run watch}: the run ended, and not with success. */
    RUN_FAILED(5),
    /** As a shell says it of a command ended by Ctrl+C. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
