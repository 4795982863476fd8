package dev.slipway.cli;

import java.util.Map;
import picocli.CommandLine.Command;
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
            UpgradePackageCommand.Refresh.class,
            UpgradePackageCommand.Versions.class,
            UpgradePackageCommand.Rollback.class,
            UpgradePackageCommand.Reload.class,
            UpgradePackageCommand.Extract.class,
            UpgradePackageCommand.Move.class,
            UpgradePackageCommand.Remove.class
        })
final class UpgradePackageCommand {

    @Command(name = "add", description = "Add an installation folder that the site can open.")
    static final class Add extends LibraryCommands.Add {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.UPGRADE_PACKAGE;
        }
    }

    @Command(name = "list", description = "List the upgrade packages.")
    static final class ListAll extends LibraryCommands.ListAll {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.UPGRADE_PACKAGE;
        }
    }

    @Command(name = "show", description = "Show an upgrade package and its indexes.")
    static final class Show extends LibraryCommands.Show {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.UPGRADE_PACKAGE;
        }
    }

    @Command(name = "set", description = "Change an upgrade package.")
    static final class Set extends LibraryCommands.Set {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.UPGRADE_PACKAGE;
        }
    }

    @Command(
            name = "refresh",
            description = "Compare an upgrade package with its source; a changed source becomes the next version.")
    static final class Refresh extends LibraryCommands.Refresh {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.UPGRADE_PACKAGE;
        }
    }

    @Command(name = "versions", description = "List the versions that are kept.")
    static final class Versions extends LibraryCommands.Versions {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.UPGRADE_PACKAGE;
        }
    }

    @Command(name = "rollback", description = "Make a kept version the current one.")
    static final class Rollback extends LibraryCommands.Rollback {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.UPGRADE_PACKAGE;
        }
    }

    @Command(name = "reload", description = "Read the metadata of the current version anew.")
    static final class Reload extends LibraryCommands.Reload {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.UPGRADE_PACKAGE;
        }
    }

    @Command(name = "move", description = "Move an upgrade package to a folder.")
    static final class Move extends LibraryCommands.Move {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.UPGRADE_PACKAGE;
        }
    }

    @Command(name = "remove", aliases = "delete", description = "Remove upgrade packages and their content.")
    static final class Remove extends LibraryCommands.Remove {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.UPGRADE_PACKAGE;
        }
    }

    @Command(
            name = "extract",
            description = "Leave one image alone in the package, as its next version; the one before is the backup.")
    static final class Extract extends SiteCommand {
        @Parameters(index = "0", paramLabel = "OBJECT", description = "Identifier or name.")
        String wanted = "";

        @Parameters(index = "1", paramLabel = "INDEX")
        int index;

        @Option(names = "--overwrite-source", description = "Replace install.wim in the source too.")
        boolean overwriteSource;

        @Option(names = "--no-wait", description = "Print the operation and return at once.")
        boolean noWait;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode operation = client.post(
                    LibraryCommands.Kind.UPGRADE_PACKAGE.path(client, wanted) + "/extract",
                    Map.of("index", index, "overwriteSource", overwriteSource));
            return OperationWatch.orReturn(client, printer, terminal(), operation, noWait);
        }
    }
}
