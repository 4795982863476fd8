package dev.slipway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "sequence",
        description = "Task sequences.",
        subcommands = {
            SequenceCommand.Add.class,
            SequenceCommand.ListAll.class,
            SequenceCommand.Show.class,
            SequenceCommand.Export.class,
            SequenceCommand.Update.class,
            SequenceCommand.Distribute.class,
            SequenceCommand.Enable.class,
            SequenceCommand.Disable.class,
            SequenceCommand.Remove.class
        })
final class SequenceCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.TASK_SEQUENCE;
    }

    @Command(name = "add", description = "Add a task sequence from an XML file of ConfigMgr, MDT or Slipway.")
    static final class Add extends SiteCommand {
        @Parameters(index = "0", paramLabel = "NAME")
        String name = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "XML; - is the standard input.")
        Path file = Path.of("-");

        @Option(names = "--description")
        @Nullable
        String description;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", name);
            Fields.putIfGiven(body, "description", description);
            body.put("xml", new String(read(terminal(), file), StandardCharsets.UTF_8));
            JsonNode answer = client.post("/task-sequences", body);
            printer.done(
                    answer,
                    "Added " + Fields.text(answer, "id") + " with " + Fields.number(answer, "stepCount") + " steps.");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "distribute",
            description = "Distribute all that a task sequence needs: what it refers to, and its boot image.")
    static final class Distribute extends ContentCommand.Action {
        Distribute() {
            super(Kind.TASK_SEQUENCE, "distribute");
        }
    }

    @Command(name = "list", description = "List the task sequences.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/task-sequences"),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .number("STEPS", "stepCount")
                            .number("REVISION", "revision")
                            .column("STATE", sequence -> Fields.flag(sequence, "enabled") ? "enabled" : "disabled")
                            .time("CHANGED", "changedAt")
                            .text("DESCRIPTION", "description"),
                    "No task sequences yet. Add one: slipway sequence add NAME FILE.xml");
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Show a task sequence and what it refers to.")
    static final class Show extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode found = client.get(path);
            Map<String, String> lines = new LinkedHashMap<>();
            lines.put("Task sequence", Fields.text(found, "id"));
            lines.put("Name", Fields.text(found, "name"));
            lines.put("Description", Fields.text(found, "description"));
            lines.put("State", Fields.flag(found, "enabled") ? "enabled" : "disabled");
            lines.put("Steps", String.valueOf(Fields.number(found, "stepCount")));
            lines.put("Revision", String.valueOf(Fields.number(found, "revision")));
            lines.put(
                    "Changed",
                    (Readable.time(Fields.text(found, "changedAt")) + " " + Fields.text(found, "changedBy")).strip());
            lines.put(
                    "Refers to",
                    String.join(
                            ", ",
                            Fields.items(found, "references").stream()
                                    .map(Show::reference)
                                    .toList()));
            printer.details(found, lines);
            return ExitCode.OK;
        }

        private static String reference(JsonNode reference) {
            return Fields.text(reference, "id")
                    + (Fields.flag(reference, "missing") ? " (missing)" : " " + Fields.text(reference, "name"));
        }
    }

    @Command(name = "export", description = "Write a task sequence's XML to a file or to the standard output.")
    static final class Export extends ObjectCommand {
        @Parameters(index = "1", arity = "0..1", paramLabel = "FILE")
        @Nullable
        Path file;

        @Override
        ExitCode run(SiteClient client, Printer printer, String path)
                throws CommandException, InterruptedException, IOException {
            String xml = client.getText(path + "/xml");
            if (file == null) {
                printer.out().print(xml);
                printer.out().flush();
            } else {
                Path partial = Path.of(file + ".part");
                Files.writeString(partial, xml);
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "update", description = "Replace a task sequence's XML.")
    static final class Update extends ObjectCommand {
        @Parameters(index = "1", paramLabel = "FILE", description = "XML; - is the standard input.")
        Path file = Path.of("-");

        @Override
        ExitCode run(SiteClient client, Printer printer, String path)
                throws CommandException, InterruptedException, IOException {
            JsonNode answer = client.upload("PUT", path + "/xml", "application/xml", read(terminal(), file));
            printer.done(answer, "Saved revision " + Fields.number(answer, "revision") + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "enable", description = "Let a task sequence start.")
    static final class Enable extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode answer = client.post(path + "/enable");
            printer.done(answer, "Enabled " + Fields.text(answer, "name") + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "disable", description = "Keep a task sequence from starting.")
    static final class Disable extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode answer = client.post(path + "/disable");
            printer.done(answer, "Disabled " + Fields.text(answer, "name") + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", description = "Delete task sequences.")
    static final class Remove extends ObjectCommand.Remove {}

    private static byte[] read(Terminal terminal, Path file) throws IOException, CommandException {
        try {
            return file.toString().equals("-") ? terminal.in().readAllBytes() : Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CommandException(ExitCode.USAGE, "file-not-found", "There is no file " + file + ".");
        }
    }
}
