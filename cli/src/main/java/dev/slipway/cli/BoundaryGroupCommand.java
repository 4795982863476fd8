package dev.slipway.cli;

import java.util.ArrayList;
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
final class BoundaryGroupCommand {

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

        @Option(names = "--comment")
        @Nullable
        String comment;

        Map<String, Object> body(SiteClient client) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            ImageCommand.putIfGiven(body, "comment", comment);
            if (!boundaries.isEmpty()) {
                body.put("boundaries", isNone(boundaries) ? List.of() : boundaries);
            }
            if (!points.isEmpty()) {
                body.put("points", isNone(points) ? List.of() : Lookup.points(client, points));
            }
            if (!fallback.isEmpty()) {
                List<String> groups = new ArrayList<>();
                for (String group : isNone(fallback) ? List.<String>of() : fallback) {
                    groups.add(Lookup.boundaryGroup(client, group));
                }
                body.put("fallback", groups);
            }
            return body;
        }

        private static boolean isNone(List<String> given) {
            return given.equals(List.of("none"));
        }
    }

    @Command(name = "create", description = "Create a boundary group.")
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
            printer.done(made, "Created " + Fields.text(made, "id") + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "set", description = "Change a boundary group; a list that is given replaces the old one.")
    static final class Set extends SiteCommand {
        @Parameters(paramLabel = "GROUP", description = "Identifier or name.")
        String group = "";

        @Option(names = "--name")
        @Nullable
        String name;

        @Mixin
        Parts parts = new Parts();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = parts.body(client);
            ImageCommand.putIfGiven(body, "name", name);
            JsonNode changed = client.patch("/boundary-groups/" + Lookup.boundaryGroup(client, group), body);
            printer.done(changed, "Changed " + Fields.text(changed, "name") + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "delete", description = "Delete a boundary group.")
    static final class Delete extends SiteCommand {
        @Parameters(paramLabel = "GROUP", description = "Identifier or name.")
        String group = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            client.delete("/boundary-groups/" + Lookup.boundaryGroup(client, group));
            printer.say("Deleted " + group + ".");
            return ExitCode.OK;
        }
    }
}
