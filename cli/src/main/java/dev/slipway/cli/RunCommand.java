package dev.slipway.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "run",
        description = "Task sequences at work on machines.",
        subcommands = {
            RunCommand.ListAll.class,
            RunCommand.Show.class,
            RunCommand.Watch.class,
            LogReader.Print.class,
            RunCommand.Cancel.class
        })
final class RunCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.RUN;
    }

    @Command(name = "list", description = "List runs, the latest started first.")
    static final class ListAll extends SiteCommand {
        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "running, restarting, interrupted, succeeded, failed or cancelled.")
        @Nullable
        String state;

        @Option(names = "--device", paramLabel = "DEVICE", description = "Number or name.")
        @Nullable
        String device;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> query = new LinkedHashMap<>();
            Fields.putIfGiven(query, "state", state == null ? null : SettingsCommand.constant(state));
            Fields.putIfGiven(query, "device", device == null ? null : Kind.DEVICE.id(client, device));
            printer.list(
                    client.list("/runs", query),
                    new Table()
                            .text("RUN", "id")
                            .text("DEVICE", "deviceName")
                            .text("SEQUENCE", "sequenceName")
                            .word("STATE", "state")
                            .number("PERCENT", "percent")
                            .column("STEP", run -> Fields.text(run.path("currentStep"), "name"))
                            .time("STARTED", "startedAt")
                            .number("TOOK", run -> Fields.span(run, "startedAt", "finishedAt")),
                    "No runs.");
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Show a run and its steps.")
    static final class Show extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode found = client.get(path);
            Map<String, String> lines = new LinkedHashMap<>();
            lines.put("Run", Fields.text(found, "id"));
            lines.put("Device", Fields.text(found, "deviceName"));
            lines.put("Task sequence", Fields.text(found, "sequenceName"));
            lines.put(
                    "State",
                    Readable.word(Fields.text(found, "state")) + ", " + Fields.number(found, "percent") + " %");
            lines.put("Started", Readable.time(Fields.text(found, "startedAt")));
            lines.put("Took", Fields.span(found, "startedAt", "finishedAt"));
            lines.put("Error", Fields.text(found, "errorCode"));
            lines.put("Message", Fields.text(found, "message"));
            printer.details(found, lines);
            if (!printer.json()) {
                printer.say("");
                new Table()
                        .number("", step -> step.has("ordinal") ? Fields.text(step, "ordinal") : "")
                        .text("STEP", "name")
                        .text("GROUP", "group")
                        .word("STATE", "state")
                        .number("TOOK", step -> Fields.span(step, "startedAt", "finishedAt"))
                        .number("EXIT CODE", step -> Fields.text(step, "exitCode"))
                        .text("MESSAGE", "message")
                        .lines(Fields.items(client.get(path + "/steps"), "items"))
                        .forEach(printer.out()::println);
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "watch", description = "Follow a run to its end. Exit code 0: succeeded, 5: failed or cancelled.")
    static final class Watch extends ObjectCommand {
        @Option(names = "--log", description = "Print the machine's log lines too.")
        boolean log;

        @Option(
                names = "--timeout",
                paramLabel = "MINUTES",
                defaultValue = "0",
                description = "Give up after this many minutes (exit code 1).")
        int minutes;

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            if (minutes < 0) {
                throw new CommandException(
                        ExitCode.USAGE, "timeout-invalid", "--timeout is a number of minutes; 0 waits for ever.");
            }
            return new RunWatch(client, printer, terminal(), path, log, Duration.ofMinutes(minutes)).follow();
        }
    }

    @Command(name = "cancel", description = "End a run.")
    static final class Cancel extends ObjectCommand {
        @Mixin
        Confirmation confirmation = new Confirmation();

        @Override
        ExitCode run(SiteClient client, Printer printer, String path)
                throws CommandException, InterruptedException, IOException {
            confirmation.ask(terminal(), "End the run on " + Fields.text(client.get(path), "deviceName"));
            JsonNode answer = client.post(path + "/cancel");
            printer.done(answer, "Cancelled the run on " + Fields.text(answer, "deviceName") + ".");
            return ExitCode.OK;
        }
    }
}
