package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "lock",
        description = "Who edits an object: nobody else can change it meanwhile.",
        subcommands = {LockCommand.Take.class, LockCommand.ListAll.class, LockCommand.Discard.class})
final class LockCommand {

    @Command(
            name = "take",
            description =
                    "Keep others from changing an object for 30 minutes; each change of yours, or taking it again, renews it.")
    static final class Take extends SiteCommand {
        @Parameters(paramLabel = "ID", description = "Of a package, task sequence, collection or group.")
        String object = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode lock = client.put("/locks/" + SiteClient.segment(object), java.util.Map.of());
            printer.done(
                    lock,
                    "You edit " + Fields.text(lock, "name") + " until " + Readable.time(Fields.text(lock, "expiresAt"))
                            + "; free it earlier with: slipway lock discard " + object);
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "List who edits which objects now.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/locks"),
                    new Table()
                            .text("ID", "objectId")
                            .text("NAME", "name")
                            .text("ACCOUNT", "account")
                            .text("AT", "address")
                            .time("SINCE", "takenAt")
                            .time("UNTIL", "expiresAt"),
                    "Nobody edits anything.");
            return ExitCode.OK;
        }
    }

    @Command(name = "discard", description = "Free an object that you took on this machine.")
    static final class Discard extends SiteCommand {
        @Parameters(paramLabel = "ID", description = "Of a package, task sequence, collection or group.")
        String object = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            client.delete("/locks/" + SiteClient.segment(object));
            printer.say(object + " is free.");
            return ExitCode.OK;
        }
    }
}
