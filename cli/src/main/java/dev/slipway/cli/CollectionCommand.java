package dev.slipway.cli;

import picocli.CommandLine.Command;

@Command(
        name = "collection",
        description = "Groups of devices, the targets of deployments.",
        subcommands = {
            CollectionCommand.ListAll.class,
            CollectionCommand.Create.class,
            CollectionCommand.Rename.class,
            CollectionCommand.Members.class,
            CollectionCommand.AddMembers.class,
            CollectionCommand.RemoveMembers.class,
            CollectionCommand.Delete.class,
            VariableCommands.ListAll.class,
            VariableCommands.Set.class,
            VariableCommands.Unset.class
        })
final class CollectionCommand implements MemberCommands.Having {
    @Override
    public Kind kind() {
        return Kind.COLLECTION;
    }

    @Override
    public Kind members() {
        return Kind.DEVICE;
    }

    @Override
    public String address() {
        return "/members";
    }

    @Command(name = "list", description = "List the collections.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/collections"),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .number("MEMBERS", "memberCount")
                            .column("", collection -> Fields.flag(collection, "builtIn") ? "built in" : "")
                            .text("COMMENT", "comment"),
                    "No collections.");
            return ExitCode.OK;
        }
    }

    @Command(name = "create", description = "Create a collection.")
    static final class Create extends ObjectCommand.Create {}

    @Command(name = "rename", description = "Rename a collection.")
    static final class Rename extends ObjectCommand.Rename {}

    @Command(name = "members", description = "List a collection's members.")
    static final class Members extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/devices?collection=" + path.substring(path.lastIndexOf('/') + 1)),
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
    static final class AddMembers extends MemberCommands.Add {}

    @Command(name = "remove", description = "Take devices out of a collection.")
    static final class RemoveMembers extends MemberCommands.Remove {}

    @Command(name = "delete", description = "Delete collections; their devices stay.")
    static final class Delete extends ObjectCommand.Remove {}
}
