package dev.slipway.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "content",
        description = "What lies at which distribution point.",
        subcommands = {
            ContentCommand.Status.class,
            ContentCommand.Messages.class,
            ContentCommand.Distribute.class,
            ContentCommand.Update.class,
            ContentCommand.Redistribute.class,
            ContentCommand.Validate.class,
            ContentCommand.Remove.class,
            ContentCommand.Cancel.class,
            ContentCommand.Prestage.class,
            ContentCommand.Collect.class,
            ContentCommand.Settings.class
        })
final class ContentCommand {

    /** Rows of packages at points. */
    static Table table() {
        return new Table()
                .text("PACKAGE", "packageId")
                .text("NAME", "packageName")
                .text("POINT", "pointName")
                .word("STATE", "state")
                .word("JOB", "jobState")
                .number("DONE", row -> Fields.number(row, "percent") + " %")
                .number("VERSION", "presentVersion")
                .number("RETRIES LEFT", "retriesLeft")
                .time("NEXT ATTEMPT", "nextAttemptAt")
                .time("VALIDATED", "validatedAt")
                .column("WHY", ContentCommand::why);
    }

    private static String why(JsonNode row) {
        String code = Fields.text(row, "errorCode");
        return Fields.text(row, "why") + (code.isEmpty() ? "" : " (" + code + ")");
    }

    @Command(name = "status", description = "Where content stands: of all packages, or of one at each point.")
    static final class Status extends SiteCommand {
        @Parameters(paramLabel = "PACKAGE", arity = "0..1", description = "Identifier or name.")
        @Nullable
        String wanted;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            if (wanted == null) {
                printer.list(
                        client.list("/content"),
                        new Table()
                                .text("PACKAGE", "packageId")
                                .text("NAME", "name")
                                .number("VERSION", "version")
                                .number("TARGETED", "targeted")
                                .number("INSTALLED", "installed")
                                .number("IN PROGRESS", "inProgress")
                                .number("RETRYING", "retrying")
                                .number("FAILED", "failed")
                                .number("UNKNOWN", "unknown"),
                        "No package has content yet.");
            } else {
                JsonNode status = client.get(Kind.CONTENT.path(client, wanted));
                printer.list(Fields.items(status, "points"), table(), "It lies at no point.");
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "messages", description = "What happened to content, the newest first.")
    static final class Messages extends SiteCommand {
        @Parameters(paramLabel = "PACKAGE", arity = "0..1", description = "Identifier or name.")
        @Nullable
        String wanted;

        @Option(names = "--point", paramLabel = "POINT", description = "Only what happened at this point.")
        @Nullable
        String point;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            String filter = (wanted == null ? "" : "&packageId=" + Kind.CONTENT.id(client, wanted))
                    + (point == null ? "" : "&pointId=" + Kind.POINT.id(client, point));
            printer.list(
                    Fields.items(client.get("/status-messages?limit=200" + filter), "items"),
                    new Table()
                            .time("TIME", "time")
                            .number("ID", "messageId")
                            .word("SEVERITY", "severity")
                            .text("PACKAGE", "packageId")
                            .text("POINT", "pointId")
                            .text("TEXT", "text"),
                    "No messages.");
            return ExitCode.OK;
        }
    }

    /** Where something is to be done. */
    static final class Where {
        @Option(names = "--point", paramLabel = "POINT", description = "Identifier or name; may be repeated.")
        List<String> points = List.of();

        @Option(names = "--group", paramLabel = "GROUP", description = "All points of a group; may be repeated.")
        List<String> groups = List.of();

        @Option(
                names = "--collection",
                paramLabel = "COLLECTION",
                description = "The groups associated with a collection; may be repeated.")
        List<String> collections = List.of();

        Map<String, Object> body(SiteClient client) throws CommandException, InterruptedException {
            return Map.of(
                    "points", Kind.POINT.ids(client, points),
                    "groups", Kind.POINT_GROUP.ids(client, groups),
                    "collections", Kind.COLLECTION.ids(client, collections));
        }
    }

    /** An action on one package at some points. */
    abstract static class Action extends SiteCommand {
        @Parameters(paramLabel = "PACKAGE", description = "Identifier or name.")
        String wanted = "";

        @Mixin
        Where where = new Where();

        @Mixin
        ContentWait waiting = new ContentWait();

        private final Kind kind;
        private final String name;

        Action(String name) {
            this(Kind.CONTENT, name);
        }

        Action(Kind kind, String name) {
            this.kind = kind;
            this.name = name;
        }

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            String path = "/content/" + kind.id(client, wanted) + "/" + name;
            List<JsonNode> outcomes = Fields.items(client.post(path, where.body(client)), "items");
            Map<String, Set<String>> begun = outcomes.stream()
                    .filter(outcome -> Fields.flag(outcome, "done"))
                    .collect(Collectors.groupingBy(
                            outcome -> Fields.text(outcome, "packageId"),
                            TreeMap::new,
                            Collectors.mapping(outcome -> Fields.text(outcome, "pointId"), Collectors.toSet())));
            if (waiting.wait && !begun.isEmpty()) {
                List<JsonNode> rows = waiting.untilDone(client, terminal(), printer.json(), begun);
                printer.list(rows, table(), "It is at none of these points any more.");
                ContentWait.requireSuccess(rows);
                return ExitCode.OK;
            }
            printer.list(
                    outcomes,
                    new Table()
                            .text("PACKAGE", "packageId")
                            .text("POINT", "pointId")
                            .column("BEGUN", row -> Fields.flag(row, "done") ? "yes" : "no")
                            .text("", "text"),
                    "Nothing to do.");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "distribute",
            description = "Distribute a package to points or groups.",
            footerHeading = Main.EXAMPLES,
            footer = {
                "  slipway content distribute \"Debian 13\" --group Branches",
                "  slipway content distribute SLP00001 --point DP00001 --point DP00002"
            })
    static final class Distribute extends Action {
        Distribute() {
            super("distribute");
        }
    }

    @Command(name = "redistribute", description = "Send every block of a package again.")
    static final class Redistribute extends Action {
        Redistribute() {
            super("redistribute");
        }
    }

    @Command(
            name = "validate",
            description = "Hash a package's blocks at points again; what is damaged is fetched again.")
    static final class Validate extends Action {
        Validate() {
            super("validate");
        }
    }

    @Command(name = "remove", description = "Remove a package from points or groups.")
    static final class Remove extends Action {
        @Mixin
        Confirmation confirmation = new Confirmation();

        Remove() {
            super("remove");
        }

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            confirmation.ask(terminal(), "Remove the package " + wanted + " from these points");
            return super.run(client, printer);
        }
    }

    @Command(name = "cancel", description = "Cancel what is going on with a package at points.")
    static final class Cancel extends Action {
        Cancel() {
            super("cancel");
        }
    }

    @Command(
            name = "update",
            description = "Update distribution points: a source that has changed becomes the next version,"
                    + " and the points that lag fetch what they lack.")
    static final class Update extends SiteCommand {
        @Parameters(paramLabel = "PACKAGE", arity = "1..*", description = "Identifiers or names.")
        List<String> wanted = List.of();

        @Option(names = "--verify", description = "Read the source even if it looks as it did.")
        boolean verify;

        @Mixin
        OperationWatch watch = new OperationWatch();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            for (String one : wanted) {
                String path = Kind.CONTENT.path(client, one);
                watch.orReturn(client, printer, terminal(), client.post(path + "/update?verify=" + verify));
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "prestage",
            description = "Write packages into a prestaged content file, to be carried to a point.",
            footerHeading = Main.EXAMPLES,
            footer = {"  slipway content prestage \"Debian 13\" --to /media/stick/debian.slipway"})
    static final class Prestage extends SiteCommand {
        @Parameters(paramLabel = "PACKAGE", arity = "1..*", description = "Identifiers or names.")
        List<String> packages = List.of();

        @Option(
                names = "--present",
                paramLabel = "PACKAGE",
                description = "The point has this already; what it shares is left out. May be repeated.")
        List<String> present = List.of();

        @Option(
                names = "--to",
                paramLabel = "FILE",
                required = true,
                description = "Where the new file is to be; its name ends with .slipway.")
        Path target = Path.of("");

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            Path file = SiteClient.target(target);
            JsonNode operation = client.post(
                    "/prestaged-files",
                    Map.of(
                            "packages",
                            Kind.CONTENT.ids(client, packages),
                            "present",
                            Kind.CONTENT.ids(client, present)));
            ExitCode ended = OperationWatch.follow(client, printer, terminal(), operation);
            String path = "/prestaged-files/" + Fields.text(operation, "id");
            client.download(path, file);
            client.delete(path);
            printer.say(target + " is ready. At the point: slipway distribution-point import " + target.getFileName());
            return ended;
        }
    }

    @Command(
            name = "collect",
            description = "Give back the room of blocks in the site's store that nothing needs any more.")
    static final class Collect extends SiteCommand {
        @Mixin
        OperationWatch watch = new OperationWatch();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            return watch.orReturn(client, printer, terminal(), client.post("/content-store/collect"));
        }
    }

    @Command(name = "settings", description = "Show or change how the site distributes.")
    static final class Settings extends SiteCommand {
        @Option(names = "--set", paramLabel = "NAME=NUMBER", description = "For example retries=5; may be repeated.")
        Map<String, Integer> changes = Map.of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode now = changes.isEmpty()
                    ? client.get("/distribution-settings")
                    : client.patch("/distribution-settings", changes);
            Map<String, String> lines = new java.util.LinkedHashMap<>();
            now.properties()
                    .forEach(entry -> lines.put(entry.getKey(), entry.getValue().asString()));
            printer.details(now, lines);
            return ExitCode.OK;
        }
    }
}
