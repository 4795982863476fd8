package dev.slipway.cli;

import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "account",
        description = "Who may log in to the site, with which role.",
        subcommands = {AccountCommand.Create.class, AccountCommand.ListAll.class, AccountCommand.Delete.class})
final class AccountCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.ACCOUNT;
    }

    @Command(
            name = "create",
            description =
                    "Create an account. Its password, at least 12 characters, is asked for, or read from the first line of the standard"
                            + " input.",
            footerHeading = Main.EXAMPLES,
            footer = {"  slipway account create anna --role operator"})
    static final class Create extends SiteCommand {
        @Parameters(paramLabel = "NAME")
        String name = "";

        @Option(
                names = "--role",
                required = true,
                paramLabel = "ROLE",
                description = "full-administrator, operating-system-deployment-manager, operator or read-only-analyst;"
                        + " each may do all that the later ones may.")
        String role = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            String password = terminal().readSecret("Password of " + name);
            JsonNode answer = client.post(
                    kind().list(), Map.of("name", name, "password", password, "role", SettingsCommand.constant(role)));
            printer.done(answer, "Created the account " + name + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "List the accounts.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list(kind().list()),
                    new Table().text("NAME", "name").word("ROLE", "role").time("LAST LOGIN", "lastLoginAt"),
                    "No accounts.");
            return ExitCode.OK;
        }
    }

    @Command(name = "delete", aliases = "remove", description = "Delete accounts; their tokens and sessions end.")
    static final class Delete extends ObjectCommand.Remove {}
}
