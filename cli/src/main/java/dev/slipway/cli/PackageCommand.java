package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "package",
        description = "Packages: content with programs, and the client package.",
        subcommands = {
            PackageCommand.Add.class,
            PackageCommand.ListAll.class,
            PackageCommand.Show.class,
            PackageCommand.Set.class,
            PackageCommand.SetProgram.class,
            PackageCommand.RemoveProgram.class,
            VersionCommands.Refresh.class,
            VersionCommands.Versions.class,
            VersionCommands.Rollback.class,
            VersionCommands.Move.class,
            PackageCommand.Remove.class,
            PackageCommand.Client.class
        })
final class PackageCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.SOFTWARE_PACKAGE;
    }

    private static final String FIELD = "programs";

    @Command(name = "add", description = "Add a package; its programs follow with set-program.")
    static final class Add extends SoftwareCommands.Add {}

    @Command(name = "list", description = "List the packages.")
    static final class ListAll extends SoftwareCommands.ListAll {
        @Override
        String parts() {
            return FIELD;
        }
    }

    @Command(name = "set", description = "Change a package.")
    static final class Set extends SetPackage {}

    @Command(name = "remove", aliases = "delete", description = "Remove packages and their content.")
    static final class Remove extends ObjectCommand.Remove {}

    @Command(name = "show", description = "Show a package and its programs.")
    static final class Show extends ShowPackage {
        @Override
        void tables(Printer printer, JsonNode found) {
            printer.rows(
                    Fields.items(found, FIELD),
                    new Table()
                            .text("PROGRAM", "name")
                            .text("COMMAND", "commandLine")
                            .word("RUNS AS", "runMode")
                            .column("ARCHITECTURES", program -> Fields.joined(program, "architectures"))
                            .number("MINUTES", "maxRunMinutes")
                            .word("AFTERWARDS", "afterRun")
                            .column("SUCCESS", program -> Fields.joined(program, "successCodes")));
        }
    }

    @Command(
            name = "set-program",
            description = "Add a program, or replace the one of this name.",
            footerHeading = Main.EXAMPLES,
            footer = {"  slipway package set-program \"Clean up\" Run --command \"rm -rf /var/cache\" --after restart"})
    static final class SetProgram extends ObjectCommand {
        @Parameters(index = "1", paramLabel = "NAME")
        String name = "";

        @Option(
                names = "--command",
                required = true,
                paramLabel = "COMMAND",
                description = "Command line that it runs.")
        String command = "";

        @Option(names = "--start-in", paramLabel = "FOLDER", description = "Below the content; left out: its root.")
        @Nullable
        String startIn;

        @Option(names = "--as-user", description = "With the rights of the user who is logged on.")
        boolean asUser;

        @Option(names = "--architectures", split = ",", paramLabel = "ARCHITECTURE", description = "x86, x64, arm64.")
        @Nullable
        List<String> architectures;

        @Option(names = "--minutes", description = "How long it may run.")
        @Nullable
        Integer minutes;

        @Option(names = "--after", description = "${COMPLETION-CANDIDATES}.")
        @Nullable
        After after;

        enum After {
            nothing,
            restart,
            restarts_itself,
            log_off;

            @Override
            public String toString() {
                return Fields.word(this);
            }
        }

        @Option(names = "--success-codes", split = ",", description = "Exit codes that mean success.")
        @Nullable
        List<Integer> successCodes;

        @Option(names = "--restart-codes", split = ",", description = "Exit codes that mean success after a restart.")
        @Nullable
        List<Integer> restartCodes;

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            Map<String, Object> program = new LinkedHashMap<>();
            program.put("name", name);
            program.put("commandLine", command);
            program.put("runMode", asUser ? "USER" : "SYSTEM");
            Fields.putIfGiven(program, "startIn", startIn);
            Fields.putIfGiven(program, "architectures", architectures);
            Fields.putIfGiven(program, "maxRunMinutes", minutes);
            Fields.putIfGiven(program, "afterRun", Fields.constant(after));
            Fields.putIfGiven(program, "successCodes", successCodes);
            Fields.putIfGiven(program, "restartCodes", restartCodes);
            JsonNode answer = SoftwareCommands.replace(client, path, FIELD, FIELD, name, program);
            printer.done(answer, Fields.text(answer, "name") + " has the program " + name + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "remove-program", description = "Take a program out of a package.")
    static final class RemoveProgram extends ObjectCommand {
        @Parameters(index = "1", paramLabel = "NAME")
        String name = "";

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode answer = SoftwareCommands.replace(client, path, FIELD, FIELD, name, null);
            printer.done(answer, "Removed " + name + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "client", description = "Show the client package, which the site makes of the agent.")
    static final class Client extends SiteCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode found = client.get("/client-package");
            printer.details(found, ShowPackage.shared(kind(), found));
            return ExitCode.OK;
        }
    }
}
