package dev.slipway.cli;

import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "upgrade-package",
        description = "Operating system upgrade packages: installation folders with Setup.exe.",
        subcommands = {
            UpgradePackageCommand.Add.class,
            UpgradePackageCommand.ListAll.class,
            UpgradePackageCommand.Show.class,
            UpgradePackageCommand.Set.class,
            VersionCommands.Refresh.class,
            VersionCommands.Versions.class,
            VersionCommands.Rollback.class,
            VersionCommands.Reload.class,
            UpgradePackageCommand.Extract.class,
            WimPackageCommands.Updates.class,
            VersionCommands.Move.class,
            UpgradePackageCommand.Remove.class
        })
final class UpgradePackageCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.OS_UPGRADE_PACKAGE;
    }

    @Command(name = "add", description = "Add an installation folder that the site can open.")
    static final class Add extends WimPackageCommands.Add {}

    @Command(name = "list", description = "List the upgrade packages.")
    static final class ListAll extends WimPackageCommands.ListAll {}

    @Command(name = "show", description = "Show an upgrade package and its indexes.")
    static final class Show extends WimPackageCommands.Show {}

    @Command(name = "set", description = "Change an upgrade package.")
    static final class Set extends SetPackage {}

    @Command(name = "remove", aliases = "delete", description = "Remove upgrade packages and their content.")
    static final class Remove extends ObjectCommand.Remove {}

    @Command(
            name = "extract",
            description = "Leave one image alone in the package, as its next version; the one before is the backup.")
    static final class Extract extends ObjectCommand {
        @Parameters(index = "1", paramLabel = "INDEX")
        int index;

        @Option(
                names = "--overwrite-source",
                description = "Replace install.wim in the source too: back it up first if you will need the others.")
        boolean overwriteSource;

        @Mixin
        OperationWatch watch = new OperationWatch();

        @Mixin
        Confirmation confirmation = new Confirmation();

        @Override
        ExitCode run(SiteClient client, Printer printer, String path)
                throws CommandException, InterruptedException, IOException {
            if (overwriteSource) {
                confirmation.ask(terminal(), "Replace install.wim in the source of " + wanted);
            }
            JsonNode operation =
                    client.post(path + "/extract", Map.of("index", index, "overwriteSource", overwriteSource));
            return watch.orReturn(client, printer, terminal(), operation);
        }
    }
}
