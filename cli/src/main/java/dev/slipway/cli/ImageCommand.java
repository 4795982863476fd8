package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "image",
        description = "Operating system images.",
        subcommands = {
            ImageCommand.Add.class,
            ImageCommand.ListAll.class,
            ImageCommand.Show.class,
            ImageCommand.Set.class,
            VersionCommands.Refresh.class,
            VersionCommands.Versions.class,
            VersionCommands.Rollback.class,
            VersionCommands.Reload.class,
            ImageCommand.Extract.class,
            ImageCommand.Multicast.class,
            WimPackageCommands.Updates.class,
            VersionCommands.Move.class,
            ImageCommand.Remove.class
        })
final class ImageCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.OS_IMAGE;
    }

    @Command(
            name = "add",
            description = "Add an image from a WIM that the site can open.",
            footerHeading = Main.EXAMPLES,
            footer = {
                "  slipway image add /srv/images/debian.wim --name \"Debian 13\"",
                "  slipway image add \\\\files\\images\\windows.wim --source-account files --accept-license"
            })
    static final class Add extends WimPackageCommands.Add {
        @Option(
                names = "--index",
                description = "Take this image only: it is written into a WIM of its own beside the source.")
        @Nullable
        Integer index;

        @Override
        Map<String, Object> more() {
            return index == null ? Map.of() : Map.of("index", index);
        }
    }

    @Command(name = "list", description = "List the images.")
    static final class ListAll extends WimPackageCommands.ListAll {}

    @Command(name = "show", description = "Show an image and its indexes.")
    static final class Show extends WimPackageCommands.Show {}

    @Command(name = "set", description = "Change an image.")
    static final class Set extends SetPackage {}

    @Command(name = "remove", aliases = "delete", description = "Remove images and their content.")
    static final class Remove extends ObjectCommand.Remove {}

    @Command(name = "extract", description = "Write one image of the WIM into a new WIM, and add that as a new image.")
    static final class Extract extends ObjectCommand {
        @Parameters(index = "1", paramLabel = "INDEX")
        int index;

        @Option(names = "--to", paramLabel = "WIM", description = "Path of the new WIM; left out, beside the source.")
        @Nullable
        String target;

        @Option(names = "--name", description = "Of the new image; proposed from the WIM when left out.")
        @Nullable
        String name;

        @Mixin
        OperationWatch watch = new OperationWatch();

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("index", index);
            Fields.putIfGiven(body, "path", target == null ? null : Sources.path(target));
            Fields.putIfGiven(body, "name", name);
            JsonNode operation = client.post(path + "/extract", body);
            return watch.orReturn(client, printer, terminal(), operation);
        }
    }

    @Command(
            name = "multicast",
            description = "How an image may travel by multicast: exactly what the options say, not at all without any.")
    static final class Multicast extends ObjectCommand {
        @Option(names = "--allow", description = "It may travel by multicast, in the boot environment only.")
        boolean allowed;

        @Option(names = "--encrypt", description = "Its packets are encrypted.")
        boolean encrypted;

        @Option(names = "--only", description = "It may travel in no other way.")
        boolean only;

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode changed =
                    client.put(path + "/multicast", Map.of("allowed", allowed, "encrypted", encrypted, "only", only));
            printer.done(changed, Fields.text(changed, "id") + ": " + described(changed) + ".");
            if (allowed) {
                printer.say(
                        "Set this before the image reaches a distribution point. This site has no multicast service yet: "
                                + (only
                                        ? "no machine can get the image now."
                                        : "machines fetch it from a distribution point."));
            }
            return ExitCode.OK;
        }
    }

    /** The multicast options in words. */
    static String described(JsonNode image) {
        JsonNode options = image.path("multicast");
        if (!Fields.flag(options, "allowed")) {
            return "no multicast";
        }
        return (Fields.flag(options, "only") ? "only by multicast" : "multicast allowed")
                + (Fields.flag(options, "encrypted") ? ", encrypted" : "");
    }
}
