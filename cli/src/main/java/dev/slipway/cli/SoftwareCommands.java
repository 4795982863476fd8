package dev.slipway.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What applications and packages have in common on the command line. */
final class SoftwareCommands {
    private SoftwareCommands() {}

    abstract static class Add extends SiteCommand {
        @Parameters(index = "0", paramLabel = "NAME")
        String name = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "FOLDER", description = "Its content; left out: none.")
        @Nullable
        String folder;

        @Option(names = "--software-version", paramLabel = "VERSION")
        @Nullable
        String version;

        @Option(names = {"--manufacturer", "--publisher"})
        @Nullable
        String manufacturer;

        @Option(names = "--language")
        @Nullable
        String language;

        @Option(names = "--comment")
        @Nullable
        String comment;

        @Option(names = "--source-account", paramLabel = "NAME", description = "Who opens the folder of a share.")
        @Nullable
        String sourceAccount;

        @Option(names = "--no-wait", description = "Print the operation and return at once.")
        boolean noWait;

        abstract LibraryCommands.Kind of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", name);
            ImageCommand.putIfGiven(body, "path", folder == null ? null : Sources.path(folder));
            ImageCommand.putIfGiven(body, "version", version);
            ImageCommand.putIfGiven(body, "manufacturer", manufacturer);
            ImageCommand.putIfGiven(body, "language", language);
            ImageCommand.putIfGiven(body, "comment", comment);
            ImageCommand.putIfGiven(body, "sourceAccount", sourceAccount);
            JsonNode operation = client.post(of().list(), body);
            return OperationWatch.orReturn(client, printer, terminal(), operation, noWait);
        }
    }

    abstract static class ListAll extends SiteCommand {
        abstract LibraryCommands.Kind of();

        abstract String parts();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list(of().list()),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .text("VERSION", "version")
                            .text("MANUFACTURER", "manufacturer")
                            .column(
                                    parts().equals("programs") ? "PROGRAMS" : "DEPLOYMENT TYPES",
                                    item -> String.join(
                                            ", ",
                                            Fields.items(item, parts()).stream()
                                                    .map(part -> Fields.text(part, "name"))
                                                    .toList()))
                            .size("SIZE", "sizeBytes")
                            .number(
                                    "CONTENT",
                                    item -> Fields.text(item, "contentId").isEmpty()
                                            ? "none"
                                            : "version " + Fields.number(item, "sourceVersion"))
                            .time("CHANGED", "changedAt"),
                    "No " + of().noun() + "s yet. Add one: slipway " + of().noun() + " add NAME FOLDER");
            return ExitCode.OK;
        }
    }

    /** The shared lines of {@code show}. */
    static Map<String, String> lines(LibraryCommands.Kind kind, JsonNode found) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(kind.title(), Fields.text(found, "id"));
        lines.put("Name", Fields.text(found, "name"));
        lines.put("Version", Fields.text(found, "version"));
        lines.put("Manufacturer", Fields.text(found, "manufacturer"));
        lines.put("Language", Fields.text(found, "language"));
        lines.put("Comment", Fields.text(found, "comment"));
        lines.put("Source", Fields.text(found, "sourcePath"));
        lines.put("Source version", String.valueOf(Fields.number(found, "sourceVersion")));
        lines.put("Size", Readable.size(Fields.number(found, "sizeBytes")));
        lines.put("Content", Fields.text(found, "contentId"));
        lines.put("Priority", Readable.word(Fields.text(found, "priority")));
        lines.put("Added", Readable.time(Fields.text(found, "createdAt")));
        lines.put("Used by", LibraryCommands.users(found));
        return lines;
    }

    abstract static class Set extends SiteCommand {
        @Parameters(paramLabel = "OBJECT", description = "Identifier or name.")
        String wanted = "";

        @Option(names = "--name")
        @Nullable
        String name;

        @Option(names = "--software-version", paramLabel = "VERSION")
        @Nullable
        String version;

        @Option(names = {"--manufacturer", "--publisher"})
        @Nullable
        String manufacturer;

        @Option(names = "--language")
        @Nullable
        String language;

        @Option(names = "--comment")
        @Nullable
        String comment;

        @Option(names = "--source", paramLabel = "FOLDER", description = "Where a later refresh looks.")
        @Nullable
        String source;

        @Option(names = "--priority", description = "${COMPLETION-CANDIDATES}: which package travels first.")
        LibraryCommands.Set.@Nullable Priority priority;

        abstract LibraryCommands.Kind of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            ImageCommand.putIfGiven(body, "name", name);
            ImageCommand.putIfGiven(body, "version", version);
            ImageCommand.putIfGiven(body, "manufacturer", manufacturer);
            ImageCommand.putIfGiven(body, "language", language);
            ImageCommand.putIfGiven(body, "comment", comment);
            ImageCommand.putIfGiven(body, "sourcePath", source == null ? null : Sources.path(source));
            ImageCommand.putIfGiven(body, "priority", LibraryCommands.constant(priority));
            JsonNode answer = client.patch(of().path(client, wanted), body);
            printer.done(answer, "Changed " + Fields.text(answer, "name") + ".");
            return ExitCode.OK;
        }
    }

    abstract static class Refresh extends SiteCommand {
        @Parameters(paramLabel = "OBJECT", description = "Identifier or name.")
        String wanted = "";

        @Option(names = "--no-wait", description = "Print the operation and return at once.")
        boolean noWait;

        abstract LibraryCommands.Kind of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode operation = client.post(of().path(client, wanted) + "/refresh");
            return OperationWatch.orReturn(client, printer, terminal(), operation, noWait);
        }
    }

    /** Adds one part to the list that the site keeps, or takes one out. */
    static JsonNode replace(
            SiteClient client,
            String path,
            String field,
            String address,
            String name,
            @Nullable Map<String, Object> part)
            throws CommandException, InterruptedException {
        List<Object> parts = new ArrayList<>();
        for (JsonNode existing : Fields.items(client.get(path), field)) {
            if (!Fields.text(existing, "name").equalsIgnoreCase(name)) {
                parts.add(existing);
            }
        }
        if (part != null) {
            parts.add(part);
        }
        return client.put(path + "/" + address, Map.of(field, parts));
    }
}
