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
        name = "folder",
        description = "Folders that order the lists of the library.",
        subcommands = {
            FolderCommand.Add.class,
            FolderCommand.ListAll.class,
            FolderCommand.Rename.class,
            FolderCommand.Remove.class
        })
final class FolderCommand {
    /** Of which list. */
    enum Type {
        image(Kind.OS_IMAGE),
        upgrade_package(Kind.OS_UPGRADE_PACKAGE),
        boot_image(Kind.BOOT_IMAGE),
        driver(Kind.DRIVER),
        driver_package(Kind.DRIVER_PACKAGE),
        software_package(Kind.SOFTWARE_PACKAGE),
        application(Kind.APPLICATION);

        private final Kind kind;

        Type(Kind kind) {
            this.kind = kind;
        }

        @Override
        public String toString() {
            return Fields.word(this);
        }

        String path() {
            return "/folders/" + kind;
        }
    }

    /** The number of a folder that somebody named by number or name. */
    static long find(SiteClient client, Kind kind, String wanted) throws CommandException, InterruptedException {
        if (wanted.matches("[0-9]{1,18}")) {
            return Long.parseLong(wanted);
        }
        List<JsonNode> found = client.list("/folders/" + kind).stream()
                .filter(folder -> Fields.text(folder, "name").equalsIgnoreCase(wanted))
                .toList();
        if (found.size() != 1) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    found.isEmpty() ? "folder-not-found" : "name-ambiguous",
                    found.isEmpty()
                            ? "There is no folder named \"" + wanted + "\"."
                            : found.size() + " folders are named \"" + wanted + "\"; give the number.");
        }
        return Fields.number(found.getFirst(), "id");
    }

    @Command(name = "add", description = "Make a folder.")
    static final class Add extends SiteCommand {
        @Parameters(index = "0", paramLabel = "TYPE", description = "${COMPLETION-CANDIDATES}")
        Type type = Type.image;

        @Parameters(index = "1", paramLabel = "NAME")
        String name = "";

        @Option(names = "--in", paramLabel = "FOLDER", description = "Number or name of the folder above.")
        @Nullable
        String parent;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", name);
            if (parent != null) {
                body.put("parent", find(client, type.kind, parent));
            }
            JsonNode answer = client.post(type.path(), body);
            printer.done(answer, "Made folder " + name + " (" + Fields.number(answer, "id") + ").");
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "List the folders of one type.")
    static final class ListAll extends SiteCommand {
        @Parameters(paramLabel = "TYPE", description = "${COMPLETION-CANDIDATES}")
        Type type = Type.image;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            printer.list(
                    client.list(type.path()),
                    new Table().number("NUMBER", "id").text("NAME", "name").text("IN", "parent"),
                    "No folders yet.");
            return ExitCode.OK;
        }
    }

    @Command(name = "rename", description = "Rename a folder.")
    static final class Rename extends SiteCommand {
        @Parameters(index = "0", paramLabel = "TYPE", description = "${COMPLETION-CANDIDATES}")
        Type type = Type.image;

        @Parameters(index = "1", paramLabel = "FOLDER", description = "Number or name.")
        String folder = "";

        @Parameters(index = "2", paramLabel = "NAME")
        String name = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            JsonNode answer = client.patch(type.path() + "/" + find(client, type.kind, folder), Map.of("name", name));
            printer.done(answer, "Renamed to " + name + ".");
            return ExitCode.OK;
        }
    }

    @Command(name = "remove", aliases = "delete", description = "Remove an empty folder.")
    static final class Remove extends SiteCommand {
        @Mixin
        Confirmation confirmation = new Confirmation();

        @Parameters(index = "0", paramLabel = "TYPE", description = "${COMPLETION-CANDIDATES}")
        Type type = Type.image;

        @Parameters(index = "1", paramLabel = "FOLDER", description = "Number or name.")
        String folder = "";

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            String path = type.path() + "/" + find(client, type.kind, folder);
            confirmation.ask(terminal(), "Remove the folder " + folder);
            client.delete(path);
            printer.say("Removed folder " + folder + ".");
            return ExitCode.OK;
        }
    }
}
