package dev.slipway.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "point",
        description = "Distribution points.",
        subcommands = {
            PointCommand.ListAll.class,
            PointCommand.Show.class,
            PointCommand.JoinCode.class,
            PointCommand.JoinCodes.class,
            PointCommand.RevokeJoinCode.class,
            PointCommand.AddPlain.class,
            PointCommand.Set.class,
            PointCommand.Maintenance.class,
            PointCommand.Validate.class,
            PointCommand.Remove.class
        })
final class PointCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.POINT;
    }

    @Command(name = "list", description = "List the distribution points.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/distribution-points"),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .word("KIND", "kind")
                            .column("STATE", PointCommand::state)
                            .text("VERSION", "version")
                            .size("FREE", "freeBytes")
                            .time("LAST REPORT", "lastReportAt"),
                    "No distribution points.");
            return ExitCode.OK;
        }
    }

    private static String state(JsonNode point) {
        return Readable.word(Fields.text(point, "state")) + (Fields.flag(point, "maintenance") ? ", maintenance" : "");
    }

    @Command(name = "show", description = "Show a distribution point and what lies there.")
    static final class Show extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode found = client.get(path);
            printer.details(found, lines(found));
            printer.rows(client.list(path + "/content"), ContentCommand.table());
            return ExitCode.OK;
        }

        private static Map<String, String> lines(JsonNode point) {
            Map<String, String> lines = new LinkedHashMap<>();
            lines.put("Point", Fields.text(point, "id"));
            lines.put("Name", Fields.text(point, "name"));
            lines.put("Kind", Readable.word(Fields.text(point, "kind")));
            lines.put("State", state(point));
            lines.put("Address", Fields.text(point.path("address"), "contentUrl"));
            lines.put("Version", Fields.text(point, "version"));
            lines.put("Free", Readable.size(Fields.number(point, "freeBytes")));
            lines.put("Stored", Readable.size(Fields.number(point, "storedBytes")));
            lines.put("Last report", Readable.time(Fields.text(point, "lastReportAt")));
            lines.put("Priority", Readable.word(Fields.text(point, "priority")));
            lines.put("Speed", speed(point.path("speed")));
            lines.put("Rate", PointLimits.rate(point.path("rate")));
            lines.put("Schedule", PointLimits.schedule(Fields.text(point, "schedule")));
            lines.put("Prestaged content", Fields.flag(point, "prestaged") ? "taken" : "not taken");
            lines.put("Validated", PointLimits.validation(point));
            lines.put("Sources", Fields.joined(point, "sources"));
            lines.put("Comment", Fields.text(point, "comment"));
            return lines;
        }
    }

    private static String speed(JsonNode speed) {
        long measured = Fields.number(speed, "measuredBytesPerSecond");
        long pinned = Fields.number(speed, "pinnedBytesPerSecond");
        String text = measured == 0 ? "not measured yet" : Readable.size(measured) + " a second";
        return pinned == 0 ? text : Readable.size(pinned) + " a second, pinned (" + text + ")";
    }

    @Command(
            name = "join-code",
            description = "Make a code with which a server becomes a distribution point; it works once.")
    static final class JoinCode extends SiteCommand {
        @Option(names = "--minutes", defaultValue = "60", description = "How long it works (default: 60).")
        int minutes = 60;

        @Option(
                names = "--replace",
                paramLabel = "POINT",
                description = "The server takes the place of this point, with all that is set and distributed there.")
        @Nullable
        String replaced;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>(Map.of("minutes", minutes));
            if (replaced != null) {
                body.put("replaces", Kind.POINT.id(client, replaced));
            }
            JsonNode made = client.post("/join-codes", body);
            if (printer.json()) {
                printer.document(made);
            } else {
                printer.out().println(Fields.text(made, "code"));
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "join-codes", description = "List the join codes, without their secrets.")
    static final class JoinCodes extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/join-codes"),
                    new Table()
                            .text("ID", "id")
                            .text("MADE BY", "createdBy")
                            .time("MADE", "createdAt")
                            .time("GOOD UNTIL", "expiresAt")
                            .time("USED", "usedAt")
                            .text("POINT", "point")
                            .text("REPLACES", "replaces"),
                    "No join codes.");
            return ExitCode.OK;
        }
    }

    @Command(name = "revoke-join-code", description = "Make join codes that nobody has used yet worthless.")
    static final class RevokeJoinCode extends SiteCommand {
        @Parameters(paramLabel = "ID", arity = "1..*", description = "As join-codes shows them.")
        List<String> ids = List.of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            for (String id : ids) {
                client.delete("/join-codes/" + SiteClient.segment(id));
                printer.say("Revoked " + id + ".");
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "add-web-server", description = "Add a web server with a mirror of a content folder as a point.")
    static final class AddPlain extends SiteCommand {
        @Parameters(index = "0", paramLabel = "NAME")
        String name = "";

        @Parameters(index = "1", paramLabel = "URL", description = "http:// address under which packs and extents lie.")
        String url = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode added = client.post("/distribution-points", Map.of("name", name, "contentUrl", url));
            printer.done(added, "Added " + Fields.text(added, "id") + ".");
            return ExitCode.OK;
        }
    }

    @Command(
            name = "set",
            description = "Change what is set on a distribution point; what is left out stays.",
            footerHeading = Main.EXAMPLES,
            footer = {
                "  slipway point set Branch --rate percent:50",
                "  slipway point set Branch --rate pulse:1048576:200 --priority low",
                "  slipway point set Branch --source SITE --validate-days 7"
            })
    static final class Set extends ObjectCommand {
        @Option(names = "--name", description = "The new name.")
        @Nullable
        String name;

        @Option(names = "--comment", description = "A free text.")
        @Nullable
        String comment;

        @Option(names = "--priority", paramLabel = "high|medium|low", description = "Whose jobs go first.")
        @Nullable
        String priority;

        @Option(
                names = "--prestaged",
                arity = "1",
                paramLabel = "true|false",
                description = "It takes prestaged content files.")
        @Nullable
        Boolean prestaged;

        @Option(
                names = "--validate-days",
                paramLabel = "DAYS",
                description = "Validate all every so many days; 0: never.")
        @Nullable
        Integer validateDays;

        @Option(
                names = "--schedule",
                paramLabel = "HOURS",
                description =
                        "168 letters, an hour each from Monday 00:00 UTC: A open for all, M medium and high, H high only, C closed; \"open\" for always.")
        @Nullable
        String schedule;

        @Option(
                names = "--rate",
                paramLabel = "RATE",
                description =
                        "unlimited; pulse:BLOCK_BYTES:DELAY_MILLISECONDS; percent:N or percent: and 24 numbers, one for each hour, joined by commas.")
        @Nullable
        String rate;

        @Option(
                names = "--pin-speed",
                paramLabel = "BYTES",
                description = "The speed in bytes per second that counts for its turn; 0: as measured.")
        @Nullable
        Long pinnedSpeed;

        @Option(
                names = "--source",
                paramLabel = "POINT",
                description = "Fetches from this point first; may be repeated. \"none\": from the site only.")
        List<String> sources = List.of();

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            Fields.putIfGiven(body, "name", name);
            Fields.putIfGiven(body, "comment", comment);
            if (priority != null) {
                body.put("priority", priority.toUpperCase(java.util.Locale.ROOT));
            }
            if (prestaged != null) {
                body.put("prestaged", prestaged);
            }
            if (validateDays != null) {
                body.put("validateDays", validateDays);
            }
            if (schedule != null) {
                body.put("schedule", schedule.equals("open") ? "" : schedule);
            }
            if (rate != null) {
                body.put("rate", rate(rate));
            }
            if (pinnedSpeed != null) {
                body.put("pinnedBytesPerSecond", pinnedSpeed);
            }
            if (!sources.isEmpty()) {
                body.put("sources", sources.equals(List.of("none")) ? List.of() : Kind.POINT.ids(client, sources));
            }
            JsonNode changed = client.patch(path, body);
            printer.done(changed, "Changed " + Fields.text(changed, "name") + ".");
            return ExitCode.OK;
        }

        private static Map<String, Object> rate(String text) throws CommandException {
            String[] parts = text.split(":", -1);
            try {
                if (parts[0].equals("unlimited") && parts.length == 1) {
                    return Map.of("kind", "UNLIMITED");
                }
                if (parts[0].equals("pulse") && parts.length == 3) {
                    return Map.of(
                            "kind", "PULSE",
                            "blockBytes", Integer.parseInt(parts[1]),
                            "delayMillis", Integer.parseInt(parts[2]));
                }
                if (parts[0].equals("percent") && parts.length == 2) {
                    List<Integer> given = Arrays.stream(parts[1].split(","))
                            .map(Integer::valueOf)
                            .toList();
                    return Map.of(
                            "kind",
                            "PERCENT",
                            "percents",
                            given.size() == 1 ? java.util.Collections.nCopies(24, given.getFirst()) : given);
                }
            } catch (NumberFormatException e) {
                throw new CommandException(
                        ExitCode.USAGE, "rate-invalid", "\"" + text + "\" has a part that is no number.");
            }
            throw new CommandException(
                    ExitCode.USAGE, "rate-invalid", "\"" + text + "\" is no rate; see slipway point set --help.");
        }
    }

    @Command(name = "maintenance", description = "Put a distribution point into maintenance mode, or end that.")
    static final class Maintenance extends ObjectCommand {
        /** Which way. */
        enum Mode {
            on,
            off
        }

        @Parameters(index = "1", paramLabel = "on|off")
        Mode mode = Mode.on;

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode changed = client.patch(path, Map.of("maintenance", mode == Mode.on));
            printer.done(changed, Fields.text(changed, "name") + ": maintenance mode is " + mode + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "validate", description = "Validate everything that a distribution point holds.")
    static final class Validate extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode answer = client.post(path + "/validate");
            printer.done(answer, "Validation of " + Fields.number(answer, "begun") + " packages begins.");
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", aliases = "delete", description = "Remove distribution points from the site.")
    static final class Remove extends ObjectCommand.Remove {}
}
