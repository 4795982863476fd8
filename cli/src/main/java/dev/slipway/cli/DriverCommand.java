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
        append_categories,
        keep_categories,
        overwrite_categories,
        do_not_import;

        @Override
        public String toString() {
            return Fields.word(this);
        }
    }

    @Command(
            name = "import",
            description = "Import every driver of a folder, or that of one INF file.",
            footerHeading = Main.EXAMPLES,
            footer = {
                "  slipway driver import /srv/drivers/sloop --category Laptops --package \"Sloop 14\"",
                "  slipway driver import /srv/drivers/sloop --preview"
            })
    static final class Import extends SiteCommand {
        @Parameters(paramLabel = "PATH", description = "Folder or INF file on the site's machine or of a share.")
        String path = "";

        @Option(
                names = {"--source-account", "--account"},
                paramLabel = "NAME",
                description = "Who opens the share.")
        @Nullable
        String account;

        @Option(names = "--category", description = "May be repeated.")
        List<String> categories = List.of();

        @Option(names = "--package", paramLabel = "DRIVER-PACKAGE", description = "The drivers join it.")
        List<String> packages = List.of();

        @Option(
                names = "--duplicates",
                description = "What becomes of drivers that are there already: ${COMPLETION-CANDIDATES}.",
                defaultValue = "append-categories")
        Duplicates duplicates = Duplicates.append_categories;

        @Option(
                names = "--inf",
                paramLabel = "PATH",
                description = "Only this INF file of the folder, as --preview names it; may be repeated.")
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
            body.put("path", Sources.path(path));
            Fields.putIfGiven(body, "sourceAccount", account);
            body.put("storageOrNetworkOnly", storageOrNetworkOnly);
            body.put("signedOnly", signedOnly);
            if (preview) {
                return showPreview(client.post(kind().list() + "/preview", body), printer);
            }
            body.put("categories", categories);
            Fields.putIfGiven(body, "duplicates", Fields.constant(duplicates));
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

    @Command(name = "list", description = "List the drivers. A search finds hardware IDs and devices too.")
    static final class ListAll extends SiteCommand {
        @Mixin
        PackageFilter filter = new PackageFilter();

        @Option(names = "--class", description = "Only drivers of this device class, as Net.")
        @Nullable
        String deviceClass;

        @Option(names = "--architecture", description = "Only drivers for x86, x64 or arm64.")
        @Nullable
        String architecture;

        @Option(names = "--category", description = "Only drivers of this category.")
        @Nullable
        String category;

        @Option(
                names = "--signed",
                arity = "1",
                paramLabel = "true|false",
                description = "Only signed ones, or only the others.")
        @Nullable
        Boolean signed;

        @Option(
                names = "--boot-critical",
                arity = "1",
                paramLabel = "true|false",
                description = "Only those that Windows may need to start, or only the others.")
        @Nullable
        Boolean bootCritical;

        @Option(
                names = "--enabled",
                arity = "1",
                paramLabel = "true|false",
                description = "Only enabled ones, or only the others.")
        @Nullable
        Boolean enabled;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> query = filter.query(client, kind());
            Fields.putIfGiven(query, "class", deviceClass);
            Fields.putIfGiven(query, "architecture", architecture);
            Fields.putIfGiven(query, "category", category);
            Fields.putIfGiven(query, "signed", signed);
            Fields.putIfGiven(query, "bootCritical", bootCritical);
            Fields.putIfGiven(query, "enabled", enabled);
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
            lines.put("Signed by", Fields.text(found, "signer"));
            lines.put("Not signed because", Fields.text(found, "signatureProblem"));
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

    @Command(name = "enable", description = "Let Auto Apply Drivers take drivers.")
    static final class Enable extends ObjectCommand.Enable {}

    @Command(
            name = "disable",
            description = "Auto Apply Drivers no longer takes them; driver packages still install them.")
    static final class Disable extends ObjectCommand.Disable {}

    @Command(name = "category", description = "Replace the categories of drivers.")
    static final class Category extends ObjectCommand.OnEach {
        @Option(names = "--set", paramLabel = "CATEGORY", description = "May be repeated; without it: none.")
        List<String> categories = List.of();

        @Override
        void act(SiteClient client, Printer printer, String path, String named)
                throws CommandException, InterruptedException {
            JsonNode answer = client.put(path + "/categories", Map.of("categories", categories));
            printer.done(answer, "Categorized " + named + ".");
        }
    }

    @Command(name = "delete", aliases = "remove", description = "Delete drivers that no driver package holds.")
    static final class Delete extends ObjectCommand.Remove {}
}
