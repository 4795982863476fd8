package dev.slipway.cli;

import java.io.IOException;
import java.nio.file.Path;
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
        name = "driver-package",
        description = "Driver packages: drivers that are deployed together.",
        subcommands = {
            DriverPackageCommand.Create.class,
            DriverPackageCommand.ListAll.class,
            DriverPackageCommand.Show.class,
            DriverPackageCommand.Set.class,
            VersionCommands.Versions.class,
            VersionCommands.Rollback.class,
            VersionCommands.Move.class,
            DriverPackageCommand.Add.class,
            DriverPackageCommand.Remove.class,
            DriverPackageCommand.Export.class,
            DriverPackageCommand.Import.class,
            DriverPackageCommand.Delete.class
        })
final class DriverPackageCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.DRIVER_PACKAGE;
    }

    @Command(name = "create", description = "Create a driver package.")
    static final class Create extends SiteCommand {
        @Parameters(paramLabel = "NAME")
        String name = "";

        @Option(names = "--manufacturer", description = "Of the computers that it is for.")
        @Nullable
        String manufacturer;

        @Option(names = "--model", description = "Of the computers that it is for.")
        @Nullable
        String model;

        @Option(names = "--comment", description = "A free text.")
        @Nullable
        String comment;

        @Option(names = "--driver", description = "A first member; may be repeated.")
        List<String> members = List.of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", name);
            Fields.putIfGiven(body, "manufacturer", manufacturer);
            Fields.putIfGiven(body, "model", model);
            Fields.putIfGiven(body, "comment", comment);
            body.put("drivers", Kind.DRIVER.ids(client, members));
            JsonNode made = client.post(kind().list(), body);
            printer.done(made, "Created " + name + " (" + Fields.text(made, "id") + ").");
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "List the driver packages.")
    static final class ListAll extends SiteCommand {
        @Mixin
        PackageFilter filter = new PackageFilter();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    filter.list(client, kind()),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .text("MANUFACTURER", "manufacturer")
                            .text("MODEL", "model")
                            .number(
                                    "DRIVERS",
                                    one -> String.valueOf(
                                            Fields.items(one, "members").size()))
                            .size("SIZE", "sizeBytes")
                            .number("VERSION", "sourceVersion"),
                    "No driver packages. Make one: slipway driver-package create NAME");
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Show a driver package and its members.")
    static final class Show extends ShowPackage {
        @Override
        void lines(Map<String, String> lines, JsonNode found) {
            lines.put("Model", Fields.text(found, "model"));
            lines.put("Warning", Fields.text(found, "warning"));
        }

        @Override
        void tables(Printer printer, JsonNode found) {
            printer.rows(
                    Fields.items(found, "members"),
                    new Table()
                            .text("DRIVER", "id")
                            .text("NAME", "name")
                            .text("CLASS", "deviceClass")
                            .text("VERSION", "driverVersion")
                            .text("ARCHITECTURES", "architectures")
                            .column("ENABLED", driver -> Fields.flag(driver, "enabled") ? "yes" : "no"));
        }
    }

    @Command(name = "set", description = "Change a driver package.")
    static final class Set extends SetPackage {
        @Option(names = "--model", description = "Of the computers that it is for.")
        @Nullable
        String model;

        @Override
        Map<String, Object> more() {
            return model == null ? Map.of() : Map.of("model", model);
        }
    }

    /** Members come or go; the site then makes a new version. */
    abstract static class Members extends ObjectCommand {
        @Parameters(index = "0", paramLabel = "DRIVER-PACKAGE", description = "Identifier or name.")
        String wanted = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "DRIVER", description = "Identifier or name.")
        List<String> members = List.of();

        @Option(
                names = "--no-update-points",
                description = "The package keeps its content, and points what they have, until `content update`.")
        boolean keepPoints;

        @Mixin
        OperationWatch watch = new OperationWatch();

        abstract String verb();

        @Override
        ExitCode run(SiteClient client, Printer printer, String path)
                throws CommandException, InterruptedException, IOException {
            JsonNode operation = client.post(
                    path + "/members", Map.of(verb(), Kind.DRIVER.ids(client, members), "updatePoints", !keepPoints));
            if (operation.has("members")) {
                printer.done(operation, Fields.text(operation, "warning"));
                return ExitCode.OK;
            }
            return watch.orReturn(client, printer, terminal(), operation);
        }
    }

    @Command(name = "add", description = "Add drivers to a package.")
    static final class Add extends Members {
        @Override
        String verb() {
            return "add";
        }
    }

    @Command(name = "remove", description = "Take drivers out of a package.")
    static final class Remove extends Members {
        @Override
        String verb() {
            return "remove";
        }
    }

    @Command(name = "export", description = "Write a package into a zip file.")
    static final class Export extends ObjectCommand {
        @Parameters(index = "1", paramLabel = "FILE", description = "The zip, a new file.")
        Path file = Path.of("");

        @Option(names = "--without-content", description = "Only its description, without the drivers' files.")
        boolean withoutContent;

        @Override
        ExitCode run(SiteClient client, Printer printer, String path)
                throws CommandException, InterruptedException, IOException {
            client.download(path + "/export?content=" + !withoutContent, SiteClient.target(file));
            printer.say("Wrote " + file + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "import", description = "Create a driver package from an export.")
    static final class Import extends SiteCommand {
        @Parameters(
                paramLabel = "PATH",
                description = "The zip, or the folder into which it was unpacked, as the site sees it.")
        String path = "";

        @Option(
                names = {"--source-account", "--account"},
                paramLabel = "NAME",
                description = "Who opens the share.")
        @Nullable
        String account;

        @Mixin
        OperationWatch watch = new OperationWatch();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("path", Sources.path(path));
            Fields.putIfGiven(body, "sourceAccount", account);
            return watch.orReturn(client, printer, terminal(), client.post(kind().list() + "/import", body));
        }
    }

    @Command(name = "delete", description = "Delete driver packages; their drivers stay.")
    static final class Delete extends ObjectCommand.Remove {}
}
