package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
        name = "operation",
        description = "Long work of the site.",
        subcommands = {
            OperationCommand.ListAll.class,
            OperationCommand.Show.class,
            OperationCommand.Watch.class,
            LogReader.Print.class,
            OperationCommand.Cancel.class
        })
final class OperationCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.OPERATION;
    }

    @Command(name = "list", description = "List operations, the newest first.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/operations"),
                    new Table()
                            .text("ID", "id")
                            .text("TITLE", "title")
                            .word("STATE", "state")
                            .number("PERCENT", "percent")
                            .time("BEGAN", "createdAt")
                            .number("TOOK", operation -> Fields.span(operation, "startedAt", "finishedAt"))
                            .text("MESSAGE", "message"),
                    "No operations.");
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Show an operation.")
    static final class Show extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode found = client.get(path);
            Map<String, String> lines = new LinkedHashMap<>();
            lines.put("Operation", Fields.text(found, "id"));
            lines.put("Title", Fields.text(found, "title"));
            lines.put("About", Fields.text(found, "subject"));
            lines.put(
                    "State",
                    Readable.word(Fields.text(found, "state")) + ", " + Fields.number(found, "percent") + " %");
            lines.put("Begun", Readable.time(Fields.text(found, "createdAt")));
            lines.put("Took", Fields.span(found, "startedAt", "finishedAt"));
            lines.put("Error", Fields.text(found, "errorCode"));
            lines.put("Message", Fields.text(found, "message"));
            printer.details(found, lines);
            return ExitCode.OK;
        }
    }

    @Command(name = "watch", description = "Follow an operation to its end. Exit code 0: succeeded, 1: failed.")
    static final class Watch extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            return OperationWatch.follow(client, printer, terminal(), client.get(path));
        }
    }

    @Command(name = "cancel", description = "Stop an operation.")
    static final class Cancel extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode answer = client.post(path + "/cancel");
            printer.done(answer, "Asked to stop: " + Fields.text(answer, "title") + ".");
            return ExitCode.OK;
        }
    }
}
