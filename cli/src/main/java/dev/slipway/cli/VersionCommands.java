package dev.slipway.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The versions of a package that has a source, and its folder: the routes that all kinds of packages share. */
final class VersionCommands {
    private VersionCommands() {}

    abstract static class OnPackage extends ObjectCommand {
        @Override
        final String path(SiteClient client) throws CommandException, InterruptedException {
            return "/packages/" + kind().id(client, wanted);
        }
    }

    @Command(name = "refresh", description = "Compare with the source; a changed source becomes the next version.")
    static final class Refresh extends OnPackage {
        @Option(names = "--verify", description = "Read the source even if it looks as it did.")
        boolean verify;

        @Mixin
        OperationWatch watch = new OperationWatch();

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            return watch.orReturn(client, printer, terminal(), client.post(path + "/refresh?verify=" + verify));
        }
    }

    @Command(name = "versions", description = "List the versions that are kept.")
    static final class Versions extends OnPackage {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            long current = Fields.number(client.get(path), "sourceVersion");
            printer.list(
                    client.list(path + "/versions"),
                    new Table()
                            .number("VERSION", "number")
                            .column("", version -> Fields.number(version, "number") == current ? "current" : "")
                            .size("SIZE", "sizeBytes")
                            .size("NEW", "newBytes")
                            .time("MADE", "createdAt")
                            .text("BY", "createdBy")
                            .text("WHY", "note"),
                    "No versions.");
            return ExitCode.OK;
        }
    }

    @Command(name = "rollback", description = "Make a kept version the current one.")
    static final class Rollback extends OnPackage {
        @Parameters(index = "1", paramLabel = "VERSION", description = "Number of a version that is kept.")
        long version;

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode answer = client.post(path + "/rollback", Map.of("version", version));
            printer.done(answer, Fields.text(answer, "name") + " is at version " + version + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "reload", description = "Read the metadata of the current version anew.")
    static final class Reload extends OnPackage {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            JsonNode answer = client.post(path + "/reload");
            printer.done(answer, "Read the metadata of " + Fields.text(answer, "name") + " anew.");
            return ExitCode.OK;
        }
    }

    @Command(name = "move", description = "Move to a folder of the list.")
    static final class Move extends OnPackage {
        @Parameters(
                index = "1",
                paramLabel = "FOLDER",
                description = "Number or name of a folder; none for the list's top.")
        String folder = "";

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            Map<String, Object> body =
                    folder.equals("none") ? Map.of() : Map.of("folder", FolderCommand.find(client, kind(), folder));
            JsonNode answer = client.post(path + "/move", body);
            printer.done(answer, "Moved " + Fields.text(answer, "name") + ".");
            return ExitCode.OK;
        }
    }
}
