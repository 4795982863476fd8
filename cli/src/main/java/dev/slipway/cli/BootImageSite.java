package dev.slipway.cli;

import java.nio.file.Path;
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
        @Parameters(paramLabel = "FOLDER", description = "Path on the site's machine.")
        Path path = Path.of("");

        @Option(names = "--name")
        @Nullable
        String name;

        @Option(names = "--image-version", paramLabel = "VERSION")
        @Nullable
        String version;

        @Option(names = "--comment")
        @Nullable
        String comment;

        @Mixin
        OperationWatch watch = new OperationWatch();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("path", path.toAbsolutePath().normalize().toString());
            Fields.putIfGiven(body, "name", name);
            Fields.putIfGiven(body, "version", version);
            Fields.putIfGiven(body, "comment", comment);
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

    @Command(name = "remove", description = "Remove boot images.")
    static final class Remove extends ObjectCommand.Remove {}
}
