package dev.slipway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
            SequenceCommand.Set.class,
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

        @Option(names = "--description", description = "A free text.")
        @Nullable
        String description;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", name);
            Fields.putIfGiven(body, "description", description);
            body.put("xml", new String(terminal().read(file), StandardCharsets.UTF_8));
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
        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FILE",
                description = "A new file; without one, the standard output.")
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
                Path target = SiteClient.target(file);
                Path partial = target.resolveSibling(target.getFileName() + ".part");
                Files.writeString(partial, xml);
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
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
            JsonNode answer = client.upload(
                    "PUT", path + "/xml", "application/xml", terminal().read(file));
            printer.done(answer, "Saved revision " + Fields.number(answer, "revision") + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "set", description = "Change a task sequence's name or description.")
    static final class Set extends ObjectCommand.Change {
        @Option(names = "--name", description = "The new name.")
        @Nullable
        String name;

        @Option(names = "--description", description = "A free text.")
        @Nullable
        String description;

        @Override
        Map<String, Object> change(SiteClient client) {
            Map<String, Object> body = new LinkedHashMap<>();
            Fields.putIfGiven(body, "name", name);
            Fields.putIfGiven(body, "description", description);
            return body;
        }
    }

    @Command(name = "enable", description = "Let task sequences start.")
    static final class Enable extends ObjectCommand.Enable {}

    @Command(name = "disable", description = "Keep task sequences from starting.")
    static final class Disable extends ObjectCommand.Disable {}

    @Command(name = "remove", aliases = "delete", description = "Delete task sequences.")
    static final class Remove extends ObjectCommand.Remove {}
}
