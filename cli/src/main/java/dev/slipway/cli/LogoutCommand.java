package dev.slipway.cli;

import java.io.IOException;
import picocli.CommandLine.Command;

@Command(name = "logout", description = "End the login at the site and forget it here.")
final class LogoutCommand extends SiteCommand {
    @Override
    ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
        try {
            client.delete("/tokens/current");
        } catch (CommandException e) {
            // A token that has ended by itself is as good as revoked.
            if (e.exitCode() != ExitCode.FORBIDDEN) {
                throw e;
            }
        } finally {
            Credentials.forget(terminal());
        }
        printer.say("Logged out.");
        return ExitCode.OK;
    }
}
