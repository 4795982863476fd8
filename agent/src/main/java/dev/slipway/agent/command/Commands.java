package dev.slipway.agent.command;

import java.io.IOException;
import java.util.function.Consumer;

/** Runs programs on this machine; tests record instead what would have run. */
public interface Commands {

    /**
     * Runs a program to its end.
     *
     * @param log receives each line of output and errors as it comes
     * @throws IOException when the program cannot be started
     * @throws InterruptedException when the caller is interrupted; the program is dead then
     */
    CommandResult run(Command command, Consumer<String> log) throws IOException, InterruptedException;

    /** Like {@link #run}, but a failure or timeout is an {@link IOException} that quotes the last lines. */
    default CommandResult require(Command command, Consumer<String> log) throws IOException, InterruptedException {
        CommandResult result = run(command, log);
        if (result.succeeded()) {
            return result;
        }
        String why = result.timedOut() ? "did not end within " + command.timeout() : "ended with " + result.exitCode();
        throw new IOException(command.program() + " " + why + ": " + result.output());
    }
}
