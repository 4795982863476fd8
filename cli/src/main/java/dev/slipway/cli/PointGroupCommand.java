package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "point-group",
        description = "Groups of distribution points, which get content together.",
        subcommands = {
            PointGroupCommand.ListAll.class,
            PointGroupCommand.Status.class,
            PointGroupCommand.Create.class,
            PointGroupCommand.Rename.class,
            PointGroupCommand.Add.class,
            PointGroupCommand.Remove.class,
            PointGroupCommand.Associate.class,
            PointGroupCommand.Dissociate.class,
            PointGroupCommand.Delete.class
        })
final class PointGroupCommand implements MemberCommands.Having {
    @Override
    public Kind kind() {
        return Kind.POINT_GROUP;
    }

    @Override
    public Kind members() {
        return Kind.POINT;
    }

    @Override
    public String address() {
        return "/points";
    }

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

    @Command(name = "status", description = "Show where a group's content stands at each of its points.")
    static final class Status extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            printer.list(
                    client.list(path + "/content"), ContentCommand.table(), "The group has no content at a point.");
            return ExitCode.OK;
        }
    }

    @Command(name = "create", description = "Create a group.")
    static final class Create extends ObjectCommand.Create {}

    @Command(name = "rename", description = "Rename a group.")
    static final class Rename extends ObjectCommand.Rename {}

    @Command(name = "associate", description = "Make a group the default target for a collection.")
    static final class Associate extends ObjectCommand {
        @Parameters(index = "1", paramLabel = "COLLECTION", description = "Identifier or name.")
        String collection = "";

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            client.put(path + "/collections/" + Kind.COLLECTION.id(client, collection));
            printer.say("Content for " + collection + " goes to " + wanted
                    + " from now on; redistribute what was distributed before.");
            return ExitCode.OK;
        }
    }

    @Command(name = "dissociate", description = "End a group's being the default target for a collection.")
    static final class Dissociate extends ObjectCommand {
        @Parameters(index = "1", paramLabel = "COLLECTION", description = "Identifier or name.")
        String collection = "";

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            client.delete(path + "/collections/" + Kind.COLLECTION.id(client, collection));
            printer.say(collection + " does not mean " + wanted + " any more.");
            return ExitCode.OK;
        }
    }

    @Command(name = "add", description = "Let points join a group; they get all its content.")
    static final class Add extends MemberCommands.Add {}

    @Command(name = "remove", description = "Take points out of a group; they keep what they have.")
    static final class Remove extends MemberCommands.Remove {}

    @Command(name = "delete", description = "Delete groups; their points keep what they have.")
    static final class Delete extends ObjectCommand.Remove {}
}
