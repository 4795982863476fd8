package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "access",
        description = "Access accounts: who may take a package's content out of the site, or change it.",
        subcommands = {AccessCommand.Show.class, AccessCommand.SetAll.class, AccessCommand.Reset.class})
final class AccessCommand {
    private static String path(String id) throws CommandException {
        return "/packages/" + SiteClient.segment(id) + "/access-accounts";
    }

    @Command(name = "show", description = "List a package's access accounts.")
    static final class Show extends SiteCommand {
        @Parameters(paramLabel = "ID", description = "Of a package.")
        String object = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            List<JsonNode> accounts = new ArrayList<>();
            client.get(path(object)).path("accounts").forEach(accounts::add);
            printer.list(accounts, new Table().text("ACCOUNT", "account").word("ACCESS", "access"), "Nobody.");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "set",
            description = "Put access accounts in place of those there were.",
            footerHeading = Main.EXAMPLES,
            footer = {"  slipway access set SLP00001 anna=read *administrators=full"})
    static final class SetAll extends SiteCommand {
        @Parameters(index = "0", paramLabel = "ID", description = "Of a package.")
        String object = "";

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "ACCOUNT=ACCESS",
                description = "An account, *users or *administrators; read, full or none.")
        Map<String, String> wanted = Map.of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            List<Map<String, String>> accounts = wanted.entrySet().stream()
                    .map(entry -> Map.of(
                            "account",
                            entry.getKey(),
                            "access",
                            entry.getValue().toUpperCase(Locale.ROOT)))
                    .toList();
            printer.done(client.put(path(object), Map.of("accounts", accounts)), "The access accounts are set.");
            return ExitCode.OK;
        }
    }

    @Command(name = "reset", description = "The usual ones again: users read, administrators full.")
    static final class Reset extends SiteCommand {
        @Parameters(paramLabel = "ID", description = "Of a package.")
        String object = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.done(client.put(path(object), Map.of("accounts", List.of())), "Users read, administrators full.");
            return ExitCode.OK;
        }
    }
}
