package dev.slipway.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

        @Mixin
        PackageOptions options = new PackageOptions();

        @Option(
                names = {"--manufacturer", "--publisher"},
                description = "Who made it.")
        @Nullable
        String manufacturer;

        @Option(names = "--language", description = "As en-US.")
        @Nullable
        String language;

        @Mixin
        OperationWatch watch = new OperationWatch();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            options.addTo(body);
            body.put("name", name);
            Fields.putIfGiven(body, "path", folder == null ? null : Sources.path(folder));
            Fields.putIfGiven(body, "manufacturer", manufacturer);
            Fields.putIfGiven(body, "language", language);
            JsonNode operation = client.post(kind().list(), body);
            return watch.orReturn(client, printer, terminal(), operation);
        }
    }

    abstract static class ListAll extends SiteCommand {
        @Mixin
        PackageFilter filter = new PackageFilter();

        abstract String parts();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    filter.list(client, kind()),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .text("VERSION", "version")
                            .text("MANUFACTURER", "manufacturer")
                            .column(
                                    parts().equals("programs") ? "PROGRAMS" : "DEPLOYMENT TYPES",
                                    item -> Fields.names(item, parts()))
                            .size("SIZE", "sizeBytes")
                            .number(
                                    "CONTENT",
                                    item -> Fields.text(item, "contentId").isEmpty()
                                            ? "none"
                                            : "version " + Fields.number(item, "sourceVersion"))
                            .time("CHANGED", "changedAt"),
                    "No " + kind().noun() + "s yet. Add one: slipway " + kind().noun() + " add NAME FOLDER");
            return ExitCode.OK;
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
        boolean isThere = false;
        for (JsonNode existing : Fields.items(client.get(path), field)) {
            if (Fields.text(existing, "name").equalsIgnoreCase(name)) {
                isThere = true;
            } else {
                parts.add(existing);
            }
        }
        if (part != null) {
            parts.add(part);
        } else if (!isThere) {
            String noun = address.replaceFirst("s$", "");
            throw new CommandException(
                    ExitCode.REFUSED,
                    noun + "-not-found",
                    "There is no " + noun.replace('-', ' ') + " named \"" + name + "\" in it.");
        }
        return client.put(path + "/" + address, Map.of(field, parts));
    }
}
