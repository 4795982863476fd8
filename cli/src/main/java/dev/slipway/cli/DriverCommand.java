package dev.slipway.cli;

import java.io.IOException;
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
        name = "driver",
        description = "Drivers for Windows.",
        subcommands = {
            DriverCommand.Import.class,
            DriverCommand.ListAll.class,
            DriverCommand.Show.class,
            DriverCommand.Set.class,
            VersionCommands.Move.class,
            DriverCommand.Enable.class,
            DriverCommand.Disable.class,
            DriverCommand.Category.class,
            DriverCommand.Delete.class
        })
final class DriverCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.DRIVER;
    }

    /** What is done with a driver that the library has already. */
    enum Duplicates {
        APPEND_CATEGORIES,
        KEEP_CATEGORIES,
        OVERWRITE_CATEGORIES,
        DO_NOT_IMPORT
    }

    @Command(name = "import", description = "Import every driver of a folder, or that of one INF file.")
    static final class Import extends SiteCommand {
        @Parameters(paramLabel = "PATH", description = "Folder or INF file on the site's machine or of a share.")
        String path = "";

        @Option(names = "--account", description = "Source account that opens the share.")
        @Nullable
        String account;

        @Option(names = "--category", description = "May be given several times.")
        List<String> categories = List.of();

        @Option(names = "--package", paramLabel = "DRIVER-PACKAGE", description = "The drivers join it.")
        List<String> packages = List.of();

        @Option(
                names = "--duplicates",
                description = "What becomes of drivers that are there already: ${COMPLETION-CANDIDATES}.",
                defaultValue = "APPEND_CATEGORIES")
        Duplicates duplicates = Duplicates.APPEND_CATEGORIES;

        @Option(
                names = "--inf",
                paramLabel = "PATH",
                description = "Only this INF file of the folder, as --preview names it; may be given several times.")
        List<String> infs = List.of();

        @Option(names = "--storage-network-only", description = "Leave drivers of other classes out.")
        boolean storageOrNetworkOnly;

        @Option(names = "--signed-only", description = "Leave drivers out that nobody signed.")
        boolean signedOnly;

        @Option(
                names = "--no-update-points",
                description = "Driver packages keep their content until `content update`.")
        boolean keepPoints;

        @Option(names = "--disabled", description = "Auto Apply Drivers does not take them.")
        boolean disabled;

        @Option(names = "--preview", description = "Only show what would be imported.")
        boolean preview;

        @Mixin
        OperationWatch watch = new OperationWatch();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("path", path);
            Fields.putIfGiven(body, "sourceAccount", account);
            body.put("storageOrNetworkOnly", storageOrNetworkOnly);
            body.put("signedOnly", signedOnly);
            if (preview) {
                return showPreview(client.post(kind().list() + "/preview", body), printer);
            }
            body.put("categories", categories);
            body.put("duplicates", duplicates.name());
            body.put("enable", !disabled);
            if (!infs.isEmpty()) {
                body.put("infs", infs);
            }
            body.put("updatePoints", !keepPoints);
            body.put("packages", Kind.DRIVER_PACKAGE.ids(client, packages));
            return watch.orReturn(client, printer, terminal(), client.post(kind().list(), body));
        }

        private static ExitCode showPreview(JsonNode found, Printer printer) {
            printer.list(
                    Fields.items(found, "items"),
                    new Table()
                            .text("INF", "inf")
                            .text("NAME", "name")
                            .text("CLASS", "deviceClass")
                            .text("VERSION", "driverVersion")
                            .column("ARCHITECTURES", driver -> Fields.joined(driver, "architectures"))
                            .column("SIGNED", driver -> Fields.flag(driver, "signed") ? "yes" : "no")
                            .text("PROBLEM", "problem"),
                    "No INF file lies there.");
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "List the drivers.")
    static final class ListAll extends SiteCommand {
        @Option(names = "--search", description = "Words, or a part of a hardware ID.")
        @Nullable
        String search;

        @Option(names = "--class")
        @Nullable
        String deviceClass;

        @Option(names = "--architecture")
        @Nullable
        String architecture;

        @Option(names = "--category")
        @Nullable
        String category;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> query = new LinkedHashMap<>();
            Fields.putIfGiven(query, "search", search);
            Fields.putIfGiven(query, "class", deviceClass);
            Fields.putIfGiven(query, "architecture", architecture);
            Fields.putIfGiven(query, "category", category);
            printer.list(
                    client.list(kind().list(), query),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .text("PROVIDER", "provider")
                            .text("CLASS", "deviceClass")
                            .text("VERSION", "driverVersion")
                            .column("ARCHITECTURES", driver -> Fields.joined(driver, "architectures"))
                            .column("SIGNED", driver -> Fields.flag(driver, "signed") ? "yes" : "no")
                            .column("BOOT", driver -> Fields.flag(driver, "bootCritical") ? "critical" : "")
                            .column("ENABLED", driver -> Fields.flag(driver, "enabled") ? "yes" : "no")
                            .column("CATEGORIES", driver -> Fields.joined(driver, "categories")),
                    "No drivers. Import some: slipway driver import FOLDER");
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Show a driver and its devices.")
    static final class Show extends ShowPackage {
        @Override
        void lines(Map<String, String> lines, JsonNode found) {
            lines.put("INF file", Fields.text(found, "inf"));
            lines.put("Provider", Fields.text(found, "provider"));
            lines.put("Class", Fields.text(found, "deviceClass"));
            lines.put("Driver date", Fields.text(found, "driverDate"));
            lines.put("Driver version", Fields.text(found, "driverVersion"));
            lines.put("Architectures", Fields.joined(found, "architectures"));
            lines.put("Signed", Fields.flag(found, "signed") ? "yes" : "no");
            lines.put("Boot-critical", Fields.flag(found, "bootCritical") ? "yes" : "no");
            lines.put("Enabled", Fields.flag(found, "enabled") ? "yes" : "no");
            lines.put("Categories", Fields.joined(found, "categories"));
            lines.put("Missing files", Fields.joined(found, "missing"));
        }

        @Override
        void tables(Printer printer, JsonNode found) {
            printer.rows(
                    Fields.items(found, "devices"),
                    new Table()
                            .text("DEVICE", "description")
                            .text("HARDWARE ID", "hardwareId")
                            .text("ARCHITECTURE", "architecture")
                            .text("WINDOWS", "osVersion"));
        }
    }

    @Command(name = "set", description = "Change a driver's name and other texts.")
    static final class Set extends SetPackage {}

    /** Does the same to each driver that is named. */
    abstract static class OnEach extends SiteCommand {
        @Parameters(paramLabel = "DRIVER", arity = "1..*", description = "Identifier or name.")
        List<String> drivers = List.of();

        abstract String act(SiteClient client, String path) throws CommandException, InterruptedException;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            for (String driver : drivers) {
                String done = act(client, kind().path(client, driver));
                printer.say(done + " " + driver + ".");
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "enable", description = "Let Auto Apply Drivers take drivers.")
    static final class Enable extends OnEach {
        @Override
        String act(SiteClient client, String path) throws CommandException, InterruptedException {
            client.post(path + "/enable");
            return "Enabled";
        }
    }

    @Command(
            name = "disable",
            description = "Auto Apply Drivers no longer takes them; driver packages still install them.")
    static final class Disable extends OnEach {
        @Override
        String act(SiteClient client, String path) throws CommandException, InterruptedException {
            client.post(path + "/disable");
            return "Disabled";
        }
    }

    @Command(name = "category", description = "Replace the categories of drivers.")
    static final class Category extends OnEach {
        @Option(names = "--set", paramLabel = "CATEGORY", description = "May be given several times; without it: none.")
        List<String> categories = List.of();

        @Override
        String act(SiteClient client, String path) throws CommandException, InterruptedException {
            client.put(path + "/categories", Map.of("categories", categories));
            return "Categorized";
        }
    }

    @Command(name = "delete", description = "Delete drivers that no driver package holds.")
    static final class Delete extends ObjectCommand.Remove {}
}
