package dev.slipway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "image",
        description = "Operating system images.",
        subcommands = {
            ImageCommand.Add.class,
            ImageCommand.ListAll.class,
            ImageCommand.Show.class,
            ImageCommand.Remove.class
        })
final class ImageCommand {

    @Command(name = "add", description = "Add an image from a WIM that the site can open.")
    static final class Add extends SiteCommand {
        @Parameters(paramLabel = "WIM", description = "Path on the site's machine.")
        Path path = Path.of("");

        @Option(names = "--name", description = "Proposed from the WIM when left out.")
        @Nullable
        String name;

        @Option(names = "--image-version", paramLabel = "VERSION")
        @Nullable
        String version;

        @Option(names = "--comment")
        @Nullable
        String comment;

        @Option(names = "--no-wait", description = "Print the operation and return at once.")
        boolean noWait;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("path", path.toAbsolutePath().normalize().toString());
            putIfGiven(body, "name", name);
            putIfGiven(body, "version", version);
            putIfGiven(body, "comment", comment);
            JsonNode operation = client.post("/images", body);
            return OperationWatch.orReturn(client, printer, terminal(), operation, noWait);
        }
    }

    @Command(name = "list", description = "List the images.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/images"),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .text("VERSION", "version")
                            .number(
                                    "INDEXES",
                                    image ->
                                            String.valueOf(image.path("indexes").size()))
                            .size("SIZE", "sizeBytes")
                            .time("ADDED", "createdAt"),
                    "No images yet. Add one: slipway image add FILE.wim");
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Show an image and its indexes.")
    static final class Show extends SiteCommand {
        @Parameters(paramLabel = "IMAGE", description = "Identifier or name.")
        String image = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode found = client.get("/images/" + Lookup.image(client, image));
            printer.details(found, lines(found));
            if (!printer.json()) {
                printer.say("");
                new Table()
                        .number("INDEX", index -> String.valueOf(Fields.number(index, "index")))
                        .text("NAME", "name")
                        .text("ARCHITECTURE", "architecture")
                        .text("OS VERSION", "osVersion")
                        .text("EDITION", "edition")
                        .column("LANGUAGES", index -> Fields.joined(index, "languages"))
                        .size("SIZE", "sizeBytes")
                        .number("FILES", index -> String.valueOf(Fields.number(index, "fileCount")))
                        .lines(Fields.items(found, "indexes"))
                        .forEach(printer.out()::println);
            }
            return ExitCode.OK;
        }

        private static Map<String, String> lines(JsonNode image) {
            Map<String, String> lines = new LinkedHashMap<>();
            lines.put("Image", Fields.text(image, "id"));
            lines.put("Name", Fields.text(image, "name"));
            lines.put("Version", Fields.text(image, "version"));
            lines.put("Comment", Fields.text(image, "comment"));
            lines.put("Source", Fields.text(image, "sourcePath"));
            lines.put("Size", Readable.size(Fields.number(image, "sizeBytes")));
            lines.put(
                    "Compression", Fields.text(image, "compression") + (Fields.flag(image, "solid") ? ", solid" : ""));
            lines.put("Content", Fields.text(image, "contentId"));
            lines.put("Added", Readable.time(Fields.text(image, "createdAt")));
            List<String> users = Fields.items(image, "usedBy").stream()
                    .map(user -> Fields.text(user, "name"))
                    .toList();
            lines.put("Used by", String.join(", ", users));
            return lines;
        }
    }

    @Command(name = "remove", description = "Remove images and their content.")
    static final class Remove extends SiteCommand {
        @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Identifier or name.")
        List<String> images = List.of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            for (String image : images) {
                client.delete("/images/" + Lookup.image(client, image));
                printer.say("Removed " + image + ".");
            }
            return ExitCode.OK;
        }
    }

    static void putIfGiven(Map<String, Object> body, String name, @Nullable String value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
