package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What images and upgrade packages have in common on the command line, and some of it with applications and packages. */
final class LibraryCommands {
    private LibraryCommands() {}

    /**
     * A kind of packages.
     *
     * @param list as {@code /images}
     * @param noun as {@code upgrade package}
     * @param type as the API calls it
     */
    record Kind(String list, String noun, String type) {
        static final Kind IMAGE = new Kind("/images", "image", "OS_IMAGE");
        static final Kind UPGRADE_PACKAGE = new Kind("/upgrade-packages", "upgrade package", "OS_UPGRADE_PACKAGE");
        static final Kind APPLICATION = new Kind("/applications", "application", "APPLICATION");
        static final Kind SOFTWARE_PACKAGE = new Kind("/software-packages", "package", "SOFTWARE_PACKAGE");

        /** The noun as a heading. */
        String title() {
            return noun.substring(0, 1).toUpperCase(Locale.ROOT) + noun.substring(1);
        }

        String id(SiteClient client, String wanted) throws CommandException, InterruptedException {
            return Lookup.software(client, list, noun, wanted);
        }

        String path(SiteClient client, String wanted) throws CommandException, InterruptedException {
            return list + "/" + id(client, wanted);
        }

        String shared(SiteClient client, String wanted) throws CommandException, InterruptedException {
            return "/packages/" + id(client, wanted);
        }
    }

    abstract static class Add extends SiteCommand {
        @Parameters(
                paramLabel = "SOURCE",
                description = "Path on the site's machine, or of a share: \\\\server\\share\\folder.")
        String path = "";

        @Option(names = "--name", description = "Proposed from the WIM when left out.")
        @Nullable
        String name;

        @Option(
                names = {"--content-version", "--image-version"},
                paramLabel = "VERSION",
                description = "A free text.")
        @Nullable
        String version;

        @Option(names = "--comment")
        @Nullable
        String comment;

        @Option(names = "--source-account", paramLabel = "NAME", description = "Who opens the share.")
        @Nullable
        String sourceAccount;

        @Option(names = "--architecture", description = "Read from the WIM when left out.")
        @Nullable
        String architecture;

        @Option(names = "--language", description = "Read from the WIM when left out.")
        @Nullable
        String language;

        @Option(names = "--no-wait", description = "Print the operation and return at once.")
        boolean noWait;

        abstract Kind of();

        /** Further fields. */
        Map<String, Object> more() {
            return Map.of();
        }

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>(more());
            body.put("path", Sources.path(path));
            ImageCommand.putIfGiven(body, "name", name);
            ImageCommand.putIfGiven(body, "version", version);
            ImageCommand.putIfGiven(body, "comment", comment);
            ImageCommand.putIfGiven(body, "sourceAccount", sourceAccount);
            ImageCommand.putIfGiven(body, "architecture", architecture);
            ImageCommand.putIfGiven(body, "language", language);
            JsonNode operation = client.post(of().list(), body);
            return OperationWatch.orReturn(client, printer, terminal(), operation, noWait);
        }
    }

    abstract static class ListAll extends SiteCommand {
        @Option(names = "--search", paramLabel = "WORDS", description = "Only those in whose texts all words occur.")
        @Nullable
        String search;

        @Option(
                names = "--sort",
                paramLabel = "FIELD",
                description = "name, id, version, sizeBytes, createdAt …; -FIELD turns the order around.")
        @Nullable
        String sort;

        @Option(
                names = "--folder",
                paramLabel = "NUMBER",
                description = "Only those in this folder; none for those in no folder.")
        @Nullable
        String folder;

        abstract Kind of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list(of().list() + query()),
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
                    "No " + of().noun() + "s here. Add one: slipway "
                            + of().noun().replace(' ', '-') + " add SOURCE");
            return ExitCode.OK;
        }

        private String query() {
            StringBuilder query = new StringBuilder();
            append(query, "search", search);
            append(query, "sort", sort);
            append(query, "folder", folder);
            return query.toString();
        }

        private static void append(StringBuilder query, String name, @Nullable String value) {
            if (value != null) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(SiteClient.segment(value));
            }
        }
    }

    abstract static class Show extends SiteCommand {
        @Parameters(paramLabel = "OBJECT", description = "Identifier or name.")
        String wanted = "";

        abstract Kind of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode found = client.get(of().path(client, wanted));
            printer.details(found, lines(of(), found));
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
    }

    private static Map<String, String> lines(Kind kind, JsonNode found) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(kind.title(), Fields.text(found, "id"));
        lines.put("Name", Fields.text(found, "name"));
        lines.put("Version", Fields.text(found, "version"));
        lines.put("Comment", Fields.text(found, "comment"));
        lines.put("Manufacturer", Fields.text(found, "manufacturer"));
        lines.put("Language", Fields.text(found, "language"));
        lines.put("Architecture", Fields.text(found, "architecture"));
        lines.put("Source", Fields.text(found, "sourcePath"));
        lines.put("Source account", Fields.text(found, "sourceAccount"));
        lines.put(
                "Source version", Fields.number(found, "sourceVersion") + " of " + Fields.number(found, "lastVersion"));
        lines.put("Versions to keep", String.valueOf(Fields.number(found, "keepVersions")));
        lines.put("Compared", Readable.time(Fields.text(found, "refreshedAt")));
        lines.put("Refresh", Readable.word(Fields.text(found, "refreshSchedule")));
        lines.put("Priority", Readable.word(Fields.text(found, "priority")));
        lines.put("Size", Readable.size(Fields.number(found, "sizeBytes")));
        lines.put("Compression", Fields.text(found, "compression") + (Fields.flag(found, "solid") ? ", solid" : ""));
        lines.put("Content", Fields.text(found, "contentId"));
        lines.put("Added", Readable.time(Fields.text(found, "createdAt")));
        lines.put("Used by", users(found));
        return lines;
    }

    /** The names of those that use a package. */
    static String users(JsonNode found) {
        return String.join(
                ", ",
                Fields.items(found, "usedBy").stream()
                        .map(user -> Fields.text(user, "name"))
                        .toList());
    }

    /** The API's word for a choice; null when none was made. */
    static @Nullable String constant(@Nullable Enum<?> chosen) {
        return chosen == null ? null : chosen.name().toUpperCase(Locale.ROOT);
    }

    abstract static class Set extends SiteCommand {
        @Parameters(paramLabel = "OBJECT", description = "Identifier or name.")
        String wanted = "";

        @Option(names = "--name")
        @Nullable
        String name;

        @Option(
                names = {"--content-version", "--image-version"},
                paramLabel = "VERSION",
                description = "A free text.")
        @Nullable
        String version;

        @Option(names = "--comment")
        @Nullable
        String comment;

        @Option(names = "--manufacturer")
        @Nullable
        String manufacturer;

        @Option(names = "--language")
        @Nullable
        String language;

        @Option(names = "--architecture")
        @Nullable
        String architecture;

        @Option(names = "--source", paramLabel = "SOURCE", description = "Where a later refresh looks.")
        @Nullable
        String source;

        @Option(names = "--source-account", paramLabel = "NAME", description = "Who opens the share; empty for nobody.")
        @Nullable
        String sourceAccount;

        @Option(names = "--priority", description = "${COMPLETION-CANDIDATES}: which package travels first.")
        @Nullable
        Priority priority;

        @Option(names = "--keep-versions", paramLabel = "NUMBER", description = "The current one counted.")
        @Nullable
        Integer keepVersions;

        @Option(names = "--refresh", description = "${COMPLETION-CANDIDATES}: how often the source is compared.")
        @Nullable
        Schedule refresh;

        @Option(
                names = "--prestage",
                description = "${COMPLETION-CANDIDATES}: what points behind a thin line fetch by themselves.")
        @Nullable
        Prestage prestage;

        @Option(
                names = "--on-demand",
                paramLabel = "true|false",
                description = "Points fetch it when a machine asks for it.")
        @Nullable
        Boolean onDemand;

        enum Priority {
            high,
            medium,
            low
        }

        enum Schedule {
            never,
            daily,
            weekly
        }

        enum Prestage {
            automatic,
            changes_only,
            manual
        }

        abstract Kind of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            ImageCommand.putIfGiven(body, "name", name);
            ImageCommand.putIfGiven(body, "version", version);
            ImageCommand.putIfGiven(body, "comment", comment);
            ImageCommand.putIfGiven(body, "manufacturer", manufacturer);
            ImageCommand.putIfGiven(body, "language", language);
            ImageCommand.putIfGiven(body, "architecture", architecture);
            ImageCommand.putIfGiven(body, "sourcePath", source == null ? null : Sources.path(source));
            ImageCommand.putIfGiven(body, "sourceAccount", sourceAccount);
            ImageCommand.putIfGiven(body, "priority", constant(priority));
            ImageCommand.putIfGiven(body, "refreshSchedule", constant(refresh));
            ImageCommand.putIfGiven(body, "prestage", constant(prestage));
            ImageCommand.putIfGiven(body, "keepVersions", keepVersions);
            ImageCommand.putIfGiven(body, "onDemand", onDemand);
            JsonNode answer = client.patch(of().path(client, wanted), body);
            printer.done(answer, "Changed " + Fields.text(answer, "name") + ".");
            return ExitCode.OK;
        }
    }

    abstract static class Refresh extends SiteCommand {
        @Parameters(paramLabel = "OBJECT", description = "Identifier or name.")
        String wanted = "";

        @Option(names = "--verify", description = "Read the source even if it looks as it did.")
        boolean verify;

        @Option(names = "--no-wait", description = "Print the operation and return at once.")
        boolean noWait;

        abstract Kind of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode operation = client.post(of().shared(client, wanted) + "/refresh?verify=" + verify);
            return OperationWatch.orReturn(client, printer, terminal(), operation, noWait);
        }
    }

    abstract static class Versions extends SiteCommand {
        @Parameters(paramLabel = "OBJECT", description = "Identifier or name.")
        String wanted = "";

        abstract Kind of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            String path = of().shared(client, wanted);
            long current = Fields.number(client.get(path), "sourceVersion");
            printer.list(
                    client.list(path + "/versions"),
                    new Table()
                            .number("VERSION", version -> String.valueOf(Fields.number(version, "number")))
                            .column("", version -> Fields.number(version, "number") == current ? "current" : "")
                            .size("SIZE", "sizeBytes")
                            .size("NEW", "newBytes")
                            .time("MADE", "createdAt")
                            .text("BY", "createdBy")
                            .text("WHY", "note"),
                    "No versions.");
            return ExitCode.OK;
        }
    }

    abstract static class Rollback extends SiteCommand {
        @Parameters(index = "0", paramLabel = "OBJECT", description = "Identifier or name.")
        String wanted = "";

        @Parameters(index = "1", paramLabel = "VERSION", description = "Number of a version that is kept.")
        long version;

        abstract Kind of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode answer = client.post(of().shared(client, wanted) + "/rollback", Map.of("version", version));
            printer.done(answer, Fields.text(answer, "name") + " is at version " + version + ".");
            return ExitCode.OK;
        }
    }

    abstract static class Reload extends SiteCommand {
        @Parameters(paramLabel = "OBJECT", description = "Identifier or name.")
        String wanted = "";

        abstract Kind of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode answer = client.post(of().shared(client, wanted) + "/reload");
            printer.done(answer, "Read the metadata of " + Fields.text(answer, "name") + " anew.");
            return ExitCode.OK;
        }
    }

    abstract static class Move extends SiteCommand {
        @Parameters(index = "0", paramLabel = "OBJECT", description = "Identifier or name.")
        String wanted = "";

        @Parameters(
                index = "1",
                paramLabel = "FOLDER",
                description = "Number or name of a folder; none for the list's top.")
        String folder = "";

        abstract Kind of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = folder.equals("none")
                    ? Map.of()
                    : Map.of("folder", FolderCommand.find(client, of().type(), folder));
            JsonNode answer = client.post(of().shared(client, wanted) + "/move", body);
            printer.done(answer, "Moved " + Fields.text(answer, "name") + ".");
            return ExitCode.OK;
        }
    }

    abstract static class Remove extends SiteCommand {
        @Parameters(paramLabel = "OBJECT", arity = "1..*", description = "Identifier or name.")
        List<String> wanted = List.of();

        abstract Kind of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            for (String one : wanted) {
                client.delete(of().path(client, one));
                printer.say("Removed " + one + ".");
            }
            return ExitCode.OK;
        }
    }
}
