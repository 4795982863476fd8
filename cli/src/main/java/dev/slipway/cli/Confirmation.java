package dev.slipway.cli;

import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Asks before something is lost, where a person sits in front of it; a script means what it says. */
final class Confirmation {
    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask first. Only a person at a terminal is asked.")
    boolean yes;

    /** @param deed what is about to happen, as {@code Remove the image "Debian"} */
    void ask(Terminal terminal, String deed) throws CommandException, IOException {
        if (yes || !terminal.isAttended()) {
            return;
        }
        terminal.err().print(deed + "? [y/N] ");
        terminal.err().flush();
        String answer = terminal.readLine();
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw new CommandException(ExitCode.REFUSED, "not-confirmed", "Nothing was done.");
        }
    }
}
