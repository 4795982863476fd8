package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What images and upgrade packages have in common: they are made of a WIM. */
final class WimPackageCommands {
    private WimPackageCommands() {}

    abstract static class Add extends SiteCommand {
        @Parameters(
                paramLabel = "SOURCE",
                description = "Path on the site's machine, or of a share: \\\\server\\share\\folder.")
        String path = "";

        @Option(names = "--name", description = "Proposed from the WIM when left out.")
        @Nullable
        String name;

        @Mixin
        PackageOptions options = new PackageOptions();

        @Option(names = "--architecture", description = "Read from the WIM when left out.")
        @Nullable
        String architecture;

        @Option(names = "--language", description = "Read from the WIM when left out.")
        @Nullable
        String language;

        @Option(
                names = "--accept-license",
                description =
                        "You have read the licence terms in the source and accept them on behalf of your organisation.")
        boolean acceptLicense;

        @Mixin
        OperationWatch watch = new OperationWatch();

        /** Further fields. */
        Map<String, Object> more() {
            return Map.of();
        }

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>(more());
            options.addTo(body);
            body.put("path", Sources.path(path));
            body.put("acceptLicense", acceptLicense);
            Fields.putIfGiven(body, "name", name);
            Fields.putIfGiven(body, "architecture", architecture);
            Fields.putIfGiven(body, "language", language);
            JsonNode operation = client.post(kind().list(), body);
            return watch.orReturn(client, printer, terminal(), operation);
        }
    }

    abstract static class ListAll extends SiteCommand {
        @Mixin
        PackageFilter filter = new PackageFilter();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    filter.list(client, kind()),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .text("VERSION", "version")
                            .number(
                                    "INDEXES",
                                    image ->
                                            String.valueOf(image.path("indexes").size()))
                            .size("SIZE", "sizeBytes")
                            .number("CONTENT", image -> "version " + Fields.number(image, "sourceVersion"))
                            .time("ADDED", "createdAt"),
                    "No " + kind().noun() + "s here. Add one: slipway "
                            + kind().noun().replace(' ', '-') + " add SOURCE");
            return ExitCode.OK;
        }
    }

    abstract static class Show extends ShowPackage {
        @Override
        void lines(Map<String, String> lines, JsonNode found) {
            lines.put(
                    "Compression", Fields.text(found, "compression") + (Fields.flag(found, "solid") ? ", solid" : ""));
            if (kind() == Kind.OS_IMAGE) {
                lines.put("Multicast", ImageCommand.described(found));
            }
            lines.put("Licence terms", Fields.text(found.path("license"), "terms"));
        }

        @Override
        void tables(Printer printer, JsonNode found) {
            printer.rows(
                    Fields.items(found, "indexes"),
                    new Table()
                            .number("INDEX", "index")
                            .text("NAME", "name")
                            .text("ARCHITECTURE", "architecture")
                            .text("OS VERSION", "osVersion")
                            .text("EDITION", "edition")
                            .column(
                                    "SERVICING",
                                    index -> Readable.word(Fields.text(index.path("offlineServicing"), "state")))
                            .column("LANGUAGES", index -> Fields.joined(index, "languages"))
                            .size("SIZE", "sizeBytes")
                            .number("FILES", "fileCount"));
        }
    }

    /** Which updates lie in each image (IMG-6). */
    @Command(name = "updates", description = "List the updates that lie in each image of the WIM.")
    static final class Updates extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode found = client.get(path + "/updates");
            if (printer.json()) {
                printer.document(found);
                return ExitCode.OK;
            }
            for (JsonNode index : Fields.items(found, "items")) {
                String name = Fields.number(index, "index") + ". " + Fields.text(index, "name");
                String problem = Fields.text(index, "problem");
                List<JsonNode> updates = Fields.items(index, "updates");
                printer.say(name + ": " + (problem.isEmpty() ? updates.size() + " present" : problem));
                if (updates.isEmpty()) {
                    continue;
                }
                new Table()
                        .text("KB", "kb")
                        .text("TITLE", "title")
                        .text("RELEASE TYPE", "releaseType")
                        .text("VERSION", "version")
                        .text("ARCHITECTURE", "architecture")
                        .lines(updates)
                        .forEach(printer::say);
            }
            return ExitCode.OK;
        }
    }
}
