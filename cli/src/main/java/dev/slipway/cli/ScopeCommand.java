package dev.slipway.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "scope",
        description = "Security scopes: which accounts see which objects.",
        subcommands = {
            ScopeCommand.ListAll.class,
            ScopeCommand.Create.class,
            ScopeCommand.Rename.class,
            ScopeCommand.Delete.class,
            ScopeCommand.Show.class,
            ScopeCommand.SetObject.class,
            ScopeCommand.Give.class
        })
final class ScopeCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.SECURITY_SCOPE;
    }

    @Command(name = "list", description = "List the scopes.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/security-scopes"),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .number("ACCOUNTS", scope -> String.valueOf(Fields.number(scope, "accounts")))
                            .number("OBJECTS", scope -> String.valueOf(Fields.number(scope, "objects")))
                            .text("DESCRIPTION", "description"),
                    "You have no security scope, and see no object.");
            return ExitCode.OK;
        }
    }

    @Command(name = "create", description = "Create a scope.")
    static final class Create extends SiteCommand {
        @Parameters(paramLabel = "NAME")
        String name = "";

        @Option(names = "--description", description = "A free text.")
        String description = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode scope = client.post("/security-scopes", Map.of("name", name, "description", description));
            printer.done(scope, "Created " + name + " (" + Fields.text(scope, "id") + ").");
            return ExitCode.OK;
        }
    }

    @Command(name = "rename", description = "Rename a scope.")
    static final class Rename extends ObjectCommand.Rename {}

    @Command(name = "delete", aliases = "remove", description = "Delete scopes that nobody has and nothing is in.")
    static final class Delete extends ObjectCommand.Remove {}

    @Command(name = "show", description = "Show the scopes of a package or task sequence.")
    static final class Show extends SiteCommand {
        @Parameters(paramLabel = "ID", description = "Of a package or task sequence.")
        String object = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode given = client.get("/objects/" + SiteClient.segment(object) + "/security-scopes");
            Map<String, String> names = new LinkedHashMap<>();
            client.list("/security-scopes").forEach(one -> names.put(Fields.text(one, "id"), Fields.text(one, "name")));
            List<String> shown = new ArrayList<>();
            given.path("scopes").forEach(one -> shown.add(names.getOrDefault(one.asString(), one.asString())));
            printer.done(given, String.join(", ", shown));
            return ExitCode.OK;
        }
    }

    @Command(name = "set", description = "Set Security Scopes: put a package or task sequence into these scopes.")
    static final class SetObject extends SiteCommand {
        @Parameters(
                index = "0",
                split = ",",
                paramLabel = "ID",
                description = "Of a package or task sequence; several with commas between them.")
        List<String> objects = List.of();

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "SCOPE", description = "Identifier or name.")
        List<String> wanted = List.of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> scopes = Map.of("scopes", Kind.SECURITY_SCOPE.ids(client, wanted));
            for (String object : objects) {
                JsonNode answer = client.put("/objects/" + SiteClient.segment(object) + "/security-scopes", scopes);
                printer.done(answer, object + " is in " + String.join(", ", wanted) + ".");
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "give",
            description = "Give an account these scopes, in place of those it had.",
            footerHeading = Main.EXAMPLES,
            footer = {"  slipway scope give anna North South"})
    static final class Give extends SiteCommand {
        @Parameters(index = "0", paramLabel = "ACCOUNT")
        String account = "";

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "SCOPE",
                description = "Identifier or name; none: it sees no object.")
        List<String> wanted = List.of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode answer = client.put(
                    "/accounts/" + SiteClient.segment(account) + "/security-scopes",
                    Map.of("scopes", Kind.SECURITY_SCOPE.ids(client, wanted)));
            printer.done(
                    answer,
                    account + (wanted.isEmpty() ? " sees no object now." : " has " + String.join(", ", wanted) + "."));
            return ExitCode.OK;
        }
    }
}
