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

@Command(
        name = "boundary-group",
        description = "Which machines, by address, fetch from which points first.",
        subcommands = {
            BoundaryGroupCommand.ListAll.class,
            BoundaryGroupCommand.Create.class,
            BoundaryGroupCommand.Set.class,
            BoundaryGroupCommand.Delete.class
        })
final class BoundaryGroupCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.BOUNDARY_GROUP;
    }

    @Command(name = "list", description = "List the boundary groups.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/boundary-groups"),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .column("BOUNDARIES", group -> Fields.joined(group, "boundaries"))
                            .column("POINTS", group -> Fields.joined(group, "points"))
                            .column("THEN", group -> Fields.joined(group, "fallback")),
                    "No boundary groups.");
            return ExitCode.OK;
        }
    }

    /** What a group is made of; a list that is given replaces the old one. */
    static final class Parts {
        @Option(
                names = "--boundary",
                paramLabel = "SUBNET|RANGE",
                description = "10.1.0.0/16, 10.1.0.10-10.1.0.99, 2001:db8::/48; may be repeated.")
        List<String> boundaries = List.of();

        @Option(names = "--point", paramLabel = "POINT", description = "In the order of preference; \"none\" for none.")
        List<String> points = List.of();

        @Option(
                names = "--fallback",
                paramLabel = "GROUP",
                description = "Neighbour groups in the order in which they are tried; \"none\" for none.")
        List<String> fallback = List.of();

        @Option(names = "--comment", description = "A free text.")
        @Nullable
        String comment;

        Map<String, Object> body(SiteClient client) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            Fields.putIfGiven(body, "comment", comment);
            if (!boundaries.isEmpty()) {
                body.put("boundaries", isNone(boundaries) ? List.of() : boundaries);
            }
            if (!points.isEmpty()) {
                body.put("points", isNone(points) ? List.of() : Kind.POINT.ids(client, points));
            }
            if (!fallback.isEmpty()) {
                body.put("fallback", isNone(fallback) ? List.of() : Kind.BOUNDARY_GROUP.ids(client, fallback));
            }
            return body;
        }

        private static boolean isNone(List<String> given) {
            return given.equals(List.of("none"));
        }
    }

    @Command(
            name = "create",
            description = "Create a boundary group.",
            footerHeading = Main.EXAMPLES,
            footer = {
                "  slipway boundary-group create \"Branch 1\" --boundary 10.1.0.0/16 --point DP00001 --fallback \"Default\""
            })
    static final class Create extends SiteCommand {
        @Parameters(paramLabel = "NAME")
        String name = "";

        @Mixin
        Parts parts = new Parts();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = parts.body(client);
            body.put("name", name);
            JsonNode made = client.post("/boundary-groups", body);
            printer.done(made, "Created " + name + " (" + Fields.text(made, "id") + ").");
            return ExitCode.OK;
        }
    }

    @Command(name = "set", description = "Change a boundary group; a list that is given replaces the old one.")
    static final class Set extends ObjectCommand {
        @Option(names = "--name", description = "The new name.")
        @Nullable
        String name;

        @Mixin
        Parts parts = new Parts();

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            Map<String, Object> body = parts.body(client);
            Fields.putIfGiven(body, "name", name);
            JsonNode changed = client.patch(path, body);
            printer.done(changed, "Changed " + Fields.text(changed, "name") + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "delete", aliases = "remove", description = "Delete boundary groups.")
    static final class Delete extends ObjectCommand.Remove {}
}
