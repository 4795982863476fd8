package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "point-group",
        description = "Groups of distribution points, which get content together.",
        subcommands = {
            PointGroupCommand.ListAll.class,
            PointGroupCommand.Create.class,
            PointGroupCommand.Add.class,
            PointGroupCommand.Remove.class,
            PointGroupCommand.Associate.class,
            PointGroupCommand.Dissociate.class,
            PointGroupCommand.Delete.class
        })
final class PointGroupCommand {

    @Command(name = "list", description = "List the groups.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/point-groups"),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .column("POINTS", group -> Fields.joined(group, "points"))
                            .column("CONTENT", group -> Fields.joined(group, "packages"))
                            .column("COLLECTIONS", group -> Fields.joined(group, "collections")),
                    "No groups yet. Create one: slipway point-group create NAME");
            return ExitCode.OK;
        }
    }

    @Command(name = "create", description = "Create a group.")
    static final class Create extends SiteCommand {
        @Parameters(paramLabel = "NAME")
        String name = "";

        @Option(names = "--comment")
        @Nullable
        String comment;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>(Map.of("name", name));
            ImageCommand.putIfGiven(body, "comment", comment);
            JsonNode made = client.post("/point-groups", body);
            printer.done(made, "Created " + Fields.text(made, "id") + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "add", description = "Let points join a group; they get all its content.")
    static final class Add extends SiteCommand {
        @Parameters(index = "0", paramLabel = "GROUP", description = "Identifier or name.")
        String group = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "POINT", description = "Identifiers or names.")
        List<String> points = List.of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            String id = Lookup.pointGroup(client, group);
            for (String point : points) {
                client.put("/point-groups/" + id + "/points/" + Lookup.point(client, point));
                printer.say(point + " is in " + group + ".");
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", description = "Take points out of a group; they keep what they have.")
    static final class Remove extends SiteCommand {
        @Parameters(index = "0", paramLabel = "GROUP", description = "Identifier or name.")
        String group = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "POINT", description = "Identifiers or names.")
        List<String> points = List.of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            String id = Lookup.pointGroup(client, group);
            for (String point : points) {
                client.delete("/point-groups/" + id + "/points/" + Lookup.point(client, point));
                printer.say(point + " is not in " + group + ".");
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "associate", description = "Make a group the default target for a collection.")
    static final class Associate extends SiteCommand {
        @Parameters(index = "0", paramLabel = "GROUP", description = "Identifier or name.")
        String group = "";

        @Parameters(index = "1", paramLabel = "COLLECTION", description = "Identifier or name.")
        String collection = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            client.put("/point-groups/" + Lookup.pointGroup(client, group) + "/collections/"
                    + Lookup.collection(client, collection));
            printer.say("Content for " + collection + " goes to " + group
                    + " from now on; redistribute what was distributed before.");
            return ExitCode.OK;
        }
    }

    @Command(name = "dissociate", description = "End a group's being the default target for a collection.")
    static final class Dissociate extends SiteCommand {
        @Parameters(index = "0", paramLabel = "GROUP", description = "Identifier or name.")
        String group = "";

        @Parameters(index = "1", paramLabel = "COLLECTION", description = "Identifier or name.")
        String collection = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            client.delete("/point-groups/" + Lookup.pointGroup(client, group) + "/collections/"
                    + Lookup.collection(client, collection));
            printer.say(collection + " does not mean " + group + " any more.");
            return ExitCode.OK;
        }
    }

    @Command(name = "delete", description = "Delete a group; its points keep what they have.")
    static final class Delete extends SiteCommand {
        @Parameters(paramLabel = "GROUP", description = "Identifier or name.")
        String group = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            client.delete("/point-groups/" + Lookup.pointGroup(client, group));
            printer.say("Deleted " + group + ".");
            return ExitCode.OK;
        }
    }
}
