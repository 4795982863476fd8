package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "operation",
        description = "Long work of the site.",
        subcommands = {
            OperationCommand.ListAll.class,
            OperationCommand.Watch.class,
            OperationCommand.Log.class,
            OperationCommand.Cancel.class
        })
final class OperationCommand {

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

    @Command(name = "watch", description = "Follow an operation to its end. Exit code 0: succeeded, 1: failed.")
    static final class Watch extends SiteCommand {
        @Parameters(paramLabel = "OPERATION")
        String operation = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            return OperationWatch.follow(client, printer, terminal(), operation);
        }
    }

    @Command(name = "log", description = "Print an operation's log.")
    static final class Log extends SiteCommand {
        @Parameters(paramLabel = "OPERATION")
        String operation = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            new LogReader(client, printer, "/operations/" + SiteClient.segment(operation) + "/log").readToEnd();
            return ExitCode.OK;
        }
    }

    @Command(name = "cancel", description = "Stop an operation.")
    static final class Cancel extends SiteCommand {
        @Parameters(paramLabel = "OPERATION")
        String operation = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode answer = client.post("/operations/" + SiteClient.segment(operation) + "/cancel");
            printer.done(answer, "Asked to stop: " + Fields.text(answer, "title") + ".");
            return ExitCode.OK;
        }
    }
}
