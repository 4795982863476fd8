package dev.slipway.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "application",
        description = "Applications: content with ways to install it and to see whether it is installed.",
        subcommands = {
            ApplicationCommand.Add.class,
            ApplicationCommand.ListAll.class,
            ApplicationCommand.Show.class,
            ApplicationCommand.Set.class,
            ApplicationCommand.SetType.class,
            ApplicationCommand.RemoveType.class,
            VersionCommands.Refresh.class,
            VersionCommands.Versions.class,
            VersionCommands.Rollback.class,
            VersionCommands.Move.class,
            ApplicationCommand.Remove.class
        })
final class ApplicationCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.APPLICATION;
    }

    private static final String FIELD = "deploymentTypes";
    private static final String ADDRESS = "deployment-types";

    @Command(name = "add", description = "Add an application; its deployment types follow with set-type.")
    static final class Add extends SoftwareCommands.Add {}

    @Command(name = "list", description = "List the applications.")
    static final class ListAll extends SoftwareCommands.ListAll {
        @Override
        String parts() {
            return FIELD;
        }
    }

    @Command(name = "set", description = "Change an application.")
    static final class Set extends SetPackage {}

    @Command(name = "remove", aliases = "delete", description = "Remove applications and their content.")
    static final class Remove extends ObjectCommand.Remove {}

    @Command(name = "show", description = "Show an application and its deployment types.")
    static final class Show extends ShowPackage {
        @Override
        void tables(Printer printer, JsonNode found) {
            printer.rows(
                    Fields.items(found, FIELD),
                    new Table()
                            .text("DEPLOYMENT TYPE", "name")
                            .text("INSTALL", "installCommand")
                            .text("UNINSTALL", "uninstallCommand")
                            .text("FOLDER", "contentFolder")
                            .column("ARCHITECTURES", type -> Fields.joined(type, "architectures"))
                            .number("MINUTES", "estimatedMinutes")
                            .column("DETECTED BY", Show::detection));
        }

        private static String detection(JsonNode type) {
            return String.join(
                    " and ",
                    Fields.items(type, "detection").stream()
                            .map(rule -> switch (Fields.text(rule, "kind")) {
                                case "command" -> "command " + Fields.text(rule, "commandLine");
                                case "registry" ->
                                    "registry " + Fields.text(rule, "hive") + "\\" + Fields.text(rule, "key");
                                default ->
                                    (Fields.flag(rule, "folder") ? "folder " : "file ") + Fields.text(rule, "path");
                            })
                            .toList());
        }
    }

    @Command(
            name = "set-type",
            description = "Add a deployment type, or replace the one of this name.",
            footerHeading = Main.EXAMPLES,
            footer = {
                "  slipway application set-type Editor Linux --install \"sh setup.sh\" --detect-file /opt/editor=2.0",
                "  slipway application set-type Editor Windows --install \"msiexec /i e.msi /qn\" --detect-registry \"HKLM\\SOFTWARE\\Editor:Version=2\""
            })
    static final class SetType extends ObjectCommand {
        @Parameters(index = "1", paramLabel = "NAME")
        String name = "";

        @Option(
                names = "--install",
                required = true,
                paramLabel = "COMMAND",
                description = "Command line that installs it.")
        String install = "";

        @Option(names = "--uninstall", paramLabel = "COMMAND", description = "Command line that removes it.")
        @Nullable
        String uninstall;

        @Option(names = "--folder", paramLabel = "FOLDER", description = "Below the content; left out: its root.")
        @Nullable
        String folder;

        @Option(names = "--architectures", split = ",", paramLabel = "ARCHITECTURE", description = "x86, x64, arm64.")
        @Nullable
        List<String> architectures;

        @Option(names = "--requirements", description = "What must be there first, for people.")
        @Nullable
        String requirements;

        @Option(names = "--minutes", description = "How long it takes as a rule.")
        @Nullable
        Integer minutes;

        @Option(names = "--success-codes", split = ",", description = "Exit codes that mean success.")
        @Nullable
        List<Integer> successCodes;

        @Option(names = "--restart-codes", split = ",", description = "Exit codes that mean success after a restart.")
        @Nullable
        List<Integer> restartCodes;

        @Option(names = "--detect-command", paramLabel = "COMMAND", description = "Ends with 0 when it is installed.")
        List<String> commands = List.of();

        @Option(names = "--detect-file", paramLabel = "PATH", description = "PATH exists, or PATH=VERSION at least.")
        List<String> files = List.of();

        @Option(names = "--detect-folder", paramLabel = "PATH", description = "PATH exists.")
        List<String> folders = List.of();

        @Option(
                names = "--detect-registry",
                paramLabel = "KEY",
                description = "HKLM\\KEY, or HKLM\\KEY:VALUE, or HKLM\\KEY:VALUE=DATA.")
        List<String> registry = List.of();

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            Map<String, Object> type = new LinkedHashMap<>();
            type.put("name", name);
            type.put("installCommand", install);
            Fields.putIfGiven(type, "uninstallCommand", uninstall);
            Fields.putIfGiven(type, "contentFolder", folder);
            Fields.putIfGiven(type, "requirements", requirements);
            Fields.putIfGiven(type, "architectures", architectures);
            Fields.putIfGiven(type, "estimatedMinutes", minutes);
            Fields.putIfGiven(type, "successCodes", successCodes);
            Fields.putIfGiven(type, "restartCodes", restartCodes);
            type.put("detection", rules());
            JsonNode answer = SoftwareCommands.replace(client, path, FIELD, ADDRESS, name, type);
            printer.done(answer, Fields.text(answer, "name") + " can be installed by " + name + ".");
            return ExitCode.OK;
        }

        private List<Map<String, Object>> rules() {
            List<Map<String, Object>> rules = new ArrayList<>();
            commands.forEach(line -> rules.add(Map.of("kind", "command", "commandLine", line)));
            files.forEach(file -> {
                int equals = file.lastIndexOf('=');
                rules.add(
                        equals < 0
                                ? Map.of("kind", "file", "path", file)
                                : Map.of(
                                        "kind",
                                        "file",
                                        "path",
                                        file.substring(0, equals),
                                        "comparison",
                                        "AT_LEAST",
                                        "version",
                                        file.substring(equals + 1)));
            });
            folders.forEach(path -> rules.add(Map.of("kind", "file", "path", path, "folder", true)));
            registry.forEach(key -> rules.add(registryRule(key)));
            return rules;
        }

        private static Map<String, Object> registryRule(String text) {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("kind", "registry");
            int hive = text.indexOf('\\');
            rule.put("hive", hive < 0 ? "" : text.substring(0, hive));
            String rest = text.substring(hive + 1);
            int colon = rest.indexOf(':');
            rule.put("key", colon < 0 ? rest : rest.substring(0, colon));
            if (colon >= 0) {
                String value = rest.substring(colon + 1);
                int equals = value.indexOf('=');
                rule.put("valueName", equals < 0 ? value : value.substring(0, equals));
                if (equals >= 0) {
                    rule.put("comparison", "EQUAL");
                    rule.put("data", value.substring(equals + 1));
                }
            }
            return rule;
        }
    }

    @Command(name = "remove-type", description = "Take a deployment type out of an application.")
    static final class RemoveType extends ObjectCommand {
        @Parameters(index = "1", paramLabel = "NAME")
        String name = "";

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode answer = SoftwareCommands.replace(client, path, FIELD, ADDRESS, name, null);
            printer.done(answer, "Removed " + name + ".");
            return ExitCode.OK;
        }
    }
}
