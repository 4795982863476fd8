package dev.slipway.cli;

import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "source-account",
        description = "Who opens sources on shares.",
        subcommands = {
            SourceAccountCommand.Set.class,
            SourceAccountCommand.ListAll.class,
            SourceAccountCommand.Remove.class
        })
final class SourceAccountCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.SOURCE_ACCOUNT;
    }

    @Command(
            name = "set",
            description =
                    "Make a source account, or change the one of this name. The password is asked for, or read from the first line of the"
                            + " standard input; the site never shows it again.")
    static final class Set extends SiteCommand {
        @Parameters(paramLabel = "NAME")
        String name = "";

        @Option(names = "--user", required = true, description = "Name of the account on the server.")
        String user = "";

        @Option(names = "--domain", description = "Left out: the server's own.")
        String domain = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            String password = terminal().readSecret("Password of " + user);
            JsonNode answer =
                    client.put(kind().path(client, name), Map.of("user", user, "domain", domain, "password", password));
            printer.done(answer, "The source account " + name + " is kept.");
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "List the source accounts.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list(kind().list()),
                    new Table()
                            .text("NAME", "name")
                            .text("USER", "userName")
                            .text("DOMAIN", "domain")
                            .time("CHANGED", "changedAt"),
                    "No source accounts yet. Make one: slipway source-account set NAME --user USER");
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", aliases = "delete", description = "Remove source accounts that no package needs.")
    static final class Remove extends ObjectCommand.Remove {}
}
