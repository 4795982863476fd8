package dev.slipway.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "collection",
        description = "Groups of devices, the targets of deployments.",
        subcommands = {
            CollectionCommand.ListAll.class,
            CollectionCommand.Create.class,
            CollectionCommand.Members.class,
            CollectionCommand.AddMembers.class,
            CollectionCommand.RemoveMembers.class,
            CollectionCommand.Delete.class,
            CollectionCommand.Variables.class,
            CollectionCommand.SetVariable.class,
            CollectionCommand.UnsetVariable.class
        })
final class CollectionCommand {

    @Command(name = "list", description = "List the collections.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/collections"),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .number("MEMBERS", collection -> String.valueOf(Fields.number(collection, "memberCount")))
                            .column("", collection -> Fields.flag(collection, "builtIn") ? "built in" : "")
                            .text("COMMENT", "comment"),
                    "No collections.");
            return ExitCode.OK;
        }
    }

    @Command(name = "create", description = "Create a collection.")
    static final class Create extends SiteCommand {
        @Parameters(paramLabel = "NAME")
        String name = "";

        @Option(names = "--comment")
        @Nullable
        String comment;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", name);
            ImageCommand.putIfGiven(body, "comment", comment);
            JsonNode answer = client.post("/collections", body);
            printer.done(answer, "Created " + Fields.text(answer, "id") + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "members", description = "List a collection's members.")
    static final class Members extends SiteCommand {
        @Parameters(paramLabel = "COLLECTION", description = "Identifier or name.")
        String collection = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/devices?collection=" + Lookup.collection(client, collection)),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .word("STATE", "state")
                            .time("LAST SEEN", "lastSeenAt"),
                    "No members.");
            return ExitCode.OK;
        }
    }

    @Command(name = "add", description = "Add devices to a collection.")
    static final class AddMembers extends SiteCommand {
        @Parameters(index = "0", paramLabel = "COLLECTION", description = "Identifier or name.")
        String collection = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "DEVICE", description = "Numbers or names.")
        List<String> devices = List.of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            String id = Lookup.collection(client, collection);
            for (String device : devices) {
                client.put("/collections/" + id + "/members/" + Lookup.device(client, device));
                printer.say(device + " is a member of " + collection + ".");
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", description = "Take devices out of a collection.")
    static final class RemoveMembers extends SiteCommand {
        @Parameters(index = "0", paramLabel = "COLLECTION", description = "Identifier or name.")
        String collection = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "DEVICE", description = "Numbers or names.")
        List<String> devices = List.of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            String id = Lookup.collection(client, collection);
            for (String device : devices) {
                client.delete("/collections/" + id + "/members/" + Lookup.device(client, device));
                printer.say(device + " is no member of " + collection + ".");
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "delete", description = "Delete a collection; its devices stay.")
    static final class Delete extends SiteCommand {
        @Parameters(paramLabel = "COLLECTION", description = "Identifier or name.")
        String collection = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            client.delete("/collections/" + Lookup.collection(client, collection));
            printer.say("Deleted " + collection + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "variables", description = "List a collection's variables.")
    static final class Variables extends SiteCommand {
        @Parameters(paramLabel = "COLLECTION", description = "Identifier or name.")
        String collection = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            return VariableCommands.list(client, printer, "/collections/" + Lookup.collection(client, collection));
        }
    }

    @Command(name = "set", description = "Set a variable of a collection.")
    static final class SetVariable extends SiteCommand {
        @Parameters(index = "0", paramLabel = "COLLECTION", description = "Identifier or name.")
        String collection = "";

        @Parameters(index = "1", paramLabel = "NAME=VALUE")
        String assignment = "";

        @Option(
                names = "--secret",
                description = "Only the name is given; the value is read unseen and shown to nobody.")
        boolean secret;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            String owner = "/collections/" + Lookup.collection(client, collection);
            return VariableCommands.set(client, printer, terminal(), owner, assignment, secret);
        }
    }

    @Command(name = "unset", description = "Remove a variable of a collection.")
    static final class UnsetVariable extends SiteCommand {
        @Parameters(index = "0", paramLabel = "COLLECTION", description = "Identifier or name.")
        String collection = "";

        @Parameters(index = "1", paramLabel = "NAME")
        String name = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            return VariableCommands.unset(
                    client, printer, "/collections/" + Lookup.collection(client, collection), name);
        }
    }
}
