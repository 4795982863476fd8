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
import tools.jackson.databind.node.ObjectNode;

/** What is in a boot image, how it is customised, and when it is rebuilt. */
final class BootImageCustomize {
    private BootImageCustomize() {}

    @Command(
            name = "show",
            description = "Show a boot image: what is in it, its customisation, what a rebuild would change.")
    static final class Show extends ShowPackage {
        @Option(names = "--drivers", description = "List its kernel modules: ${COMPLETION-CANDIDATES}.")
        @Nullable
        Drivers drivers;

        enum Drivers {
            all,
            storage,
            network
        }

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            ObjectNode found = whole(client, path);
            JsonNode details = client.get(path + "/details");
            if (drivers != null) {
                Drivers wanted = drivers;
                printer.list(
                        Fields.items(details, "drivers").stream()
                                .filter(driver -> wanted == Drivers.all
                                        || Fields.text(driver, "kind").equalsIgnoreCase(wanted.name()))
                                .toList(),
                        new Table()
                                .text("MODULE", "name")
                                .word("KIND", "kind")
                                .text("FOLDER", "folder")
                                .text("DESCRIPTION", "description"),
                        "The boot image's description names no drivers.");
                return ExitCode.OK;
            }
            JsonNode update = client.get(path + "/update");
            Map<String, String> lines = shared(kind(), found);
            lines.putAll(lines(found, details, update));
            found.setAll((ObjectNode) details);
            printer.details(found, lines);
            return ExitCode.OK;
        }

        private static Map<String, String> lines(JsonNode image, JsonNode details, JsonNode update) {
            JsonNode custom = details.path("customization");
            Map<String, String> lines = new LinkedHashMap<>();
            lines.put("Starts from", Fields.flag(image, "fromPoints") ? "points, site" : "site");
            lines.put("Default", Fields.flag(image, "isDefault") ? "yes" : "no");
            lines.put("Kernel", Fields.text(image, "kernelVersion"));
            lines.put("Agent", Fields.text(image, "agentVersion") + " " + Fields.text(details, "agentBuild"));
            lines.put("Fetched", Readable.size(Fields.number(image, "sizeBytes")));
            lines.put(
                    "Decompressed",
                    Fields.number(image, "decompressedBytes") == 0
                            ? ""
                            : Readable.size(Fields.number(image, "decompressedBytes")));
            lines.put("Drivers", String.valueOf(details.path("drivers").size()));
            lines.put("Components", Fields.joined(details, "components"));
            lines.put("Prestart command", Fields.text(custom, "prestartCommand"));
            lines.put("Prestart files", files(details));
            lines.put("Command support", Fields.flag(custom, "commandSupport") ? "on" : "");
            lines.put("Language", Fields.text(custom, "language"));
            lines.put("Keyboard", Fields.text(custom, "keyboard"));
            long scratch = Fields.number(custom, "scratchMegabytes");
            lines.put("Scratch space", scratch == 0 ? "" : scratch + " MiB");
            lines.put("Text", Fields.text(custom, "text").replace("\n", " / "));
            lines.put("Wanted components", Fields.joined(custom, "components"));
            lines.put("Wanted modules", Fields.joined(custom, "modules"));
            lines.put(
                    "Site's agent",
                    Fields.text(update, "siteAgentVersion") + " " + Fields.text(update, "siteAgentBuild"));
            lines.put("A rebuild", Fields.joined(update, "reasons"));
            lines.put("Cannot be rebuilt", Fields.text(update, "obstacle"));
            lines.put("Warnings", Fields.joined(details, "warnings"));
            return lines;
        }

        private static String files(JsonNode details) {
            return String.join(
                    ", ",
                    Fields.items(details, "files").stream()
                            .map(file -> Fields.text(file, "path"))
                            .toList());
        }
    }

    @Command(name = "set", description = "Change a boot image.")
    static final class Set extends SetPackage {}

    @Command(
            name = "customize",
            description = {
                "Change what a boot image does at its start; machines get it the next time.",
                "Boot files are open to everybody on the network: put no secret into them."
            })
    static final class Customize extends ObjectCommand {
        @Option(names = "--prestart", paramLabel = "COMMAND", description = "Run before the agent; \"\" for none.")
        @Nullable
        String prestart;

        @Option(
                names = "--prestart-files",
                paramLabel = "DIR",
                description = "Folder on the site's machine or of a share; read now.")
        @Nullable
        String prestartFiles;

        @Option(names = "--prestart-account", paramLabel = "NAME", description = "Who opens the share.")
        @Nullable
        String prestartAccount;

        @Option(names = "--language", paramLabel = "LCID", description = "As 1036 for French; \"\" for English.")
        @Nullable
        String language;

        @Option(names = "--command-support", negatable = true, description = "F8 opens a shell. For testing only.")
        @Nullable
        Boolean commandSupport;

        @Option(names = "--keyboard", paramLabel = "KEYMAP", description = "As de, fr, uk; \"\" for US English.")
        @Nullable
        String keyboard;

        @Option(names = "--scratch", paramLabel = "MIB", description = "Size of /tmp; 0 for half of the memory.")
        @Nullable
        Integer scratch;

        @Option(names = "--text", description = "Shown at the start.")
        @Nullable
        String text;

        @Option(
                names = "--components",
                split = ",",
                paramLabel = "DEBIAN-PACKAGE",
                description = "Additional Debian packages, from the next rebuild on; \"\" for none.")
        @Nullable
        List<String> components;

        @Option(
                names = "--modules",
                split = ",",
                paramLabel = "MODULE",
                description = "Additional kernel modules, from the next rebuild on; \"\" for none.")
        @Nullable
        List<String> modules;

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            Fields.putIfGiven(body, "prestartCommand", prestart);
            Fields.putIfGiven(
                    body,
                    "prestartFolder",
                    prestartFiles == null || prestartFiles.isEmpty() ? prestartFiles : Sources.path(prestartFiles));
            Fields.putIfGiven(body, "prestartAccount", prestartAccount);
            Fields.putIfGiven(body, "keyboard", keyboard);
            Fields.putIfGiven(body, "language", language);
            Fields.putIfGiven(body, "text", text);
            Fields.putIfGiven(body, "commandSupport", commandSupport);
            Fields.putIfGiven(body, "scratchMegabytes", scratch);
            Fields.putIfGiven(body, "components", components);
            Fields.putIfGiven(body, "modules", modules);
            JsonNode answer = client.patch(path + "/customization", body);
            printer.done(answer, "Customised; machines get it at their next start.");
            for (JsonNode warning : Fields.items(answer, "warnings")) {
                printer.say("Warning: " + warning.asString(""));
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "rebuild",
            description = "Build a boot image anew with the site's agent and the newest kernel;"
                    + " media made earlier keep the old one.")
    static final class Rebuild extends ObjectCommand {
        @Option(names = "--fast", description = "Compress with LZ4: larger, but built at once.")
        boolean fast;

        @Mixin
        OperationWatch watch = new OperationWatch();

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode operation = client.post(path + "/rebuild", Map.of("compression", fast ? "lz4" : "zstd"));
            return watch.orReturn(client, printer, terminal(), operation);
        }
    }

    @Command(name = "assign", description = "Start a task sequence's machines with a boot image of its own.")
    static final class Assign extends SiteCommand {
        @Parameters(index = "0", paramLabel = "SEQUENCE", description = "Identifier or name.")
        String sequence = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "BOOT-IMAGE",
                description = "Left out: the default of a machine's architecture.")
        @Nullable
        String image;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            if (image != null) {
                body.put("bootImageId", Kind.BOOT_IMAGE.id(client, image));
            }
            JsonNode answer = client.put(Kind.TASK_SEQUENCE.path(client, sequence) + "/boot-image", body);
            String name = Fields.text(answer, "name");
            printer.done(
                    answer, sequence + " starts its machines with " + (name.isEmpty() ? "the default" : name) + ".");
            return ExitCode.OK;
        }
    }
}
