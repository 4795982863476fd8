package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What the site does with boot images that {@code slipway bootimage build} has written. */
final class BootImageSite {
    private BootImageSite() {}

    @Command(name = "add", description = "Add a boot image from the folder that `slipway bootimage build` wrote.")
    static final class Add extends SiteCommand {
        @Parameters(
                paramLabel = "FOLDER",
                description = "Path on the site's machine, or of a share: \\\\server\\share\\folder.")
        String path = "";

        @Option(names = "--name", description = "Proposed from the folder when left out.")
        @Nullable
        String name;

        @Mixin
        PackageOptions options = new PackageOptions();

        @Mixin
        OperationWatch watch = new OperationWatch();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            options.addTo(body);
            body.put("path", Sources.path(path));
            Fields.putIfGiven(body, "name", name);
            return watch.orReturn(client, printer, terminal(), client.post("/boot-images", body));
        }
    }

    @Command(name = "list", description = "List the boot images.")
    static final class ListAll extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list("/boot-images"),
                    new Table()
                            .text("ID", "id")
                            .text("NAME", "name")
                            .text("VERSION", "version")
                            .text("ARCHITECTURE", "architecture")
                            .text("KERNEL", "kernelVersion")
                            .size("SIZE", "sizeBytes")
                            .column("DEFAULT", image -> Fields.flag(image, "isDefault") ? "yes" : "")
                            .time("ADDED", "createdAt"),
                    "No boot images yet. Build one: slipway bootimage build; then slipway bootimage add FOLDER");
            return ExitCode.OK;
        }
    }

    @Command(name = "default", description = "Start machines with this boot image.")
    static final class MakeDefault extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode answer = client.post(path + "/default");
            printer.done(
                    answer,
                    Fields.text(answer, "name") + " is the default for " + Fields.text(answer, "architecture") + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "start-from", description = "Choose from where machines start this boot image.")
    static final class StartFrom extends ObjectCommand {
        enum Place {
            points,
            site
        }

        @Parameters(
                index = "1",
                paramLabel = "points|site",
                description =
                        "points: those that hold it, in the order of a machine's boundary groups, the site at last;"
                                + " site: the site alone.")
        Place place = Place.points;

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode answer = client.put(path + "/network-start", Map.of("fromPoints", place == Place.points));
            printer.done(
                    answer,
                    "Machines start " + Fields.text(answer, "name") + " from "
                            + (place == Place.points ? "the points that hold it." : "the site alone."));
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", aliases = "delete", description = "Remove boot images.")
    static final class Remove extends ObjectCommand.Remove {}
}
