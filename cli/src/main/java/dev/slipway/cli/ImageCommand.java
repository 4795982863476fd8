package dev.slipway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
            ImageCommand.Refresh.class,
            ImageCommand.Versions.class,
            ImageCommand.Rollback.class,
            ImageCommand.Reload.class,
            ImageCommand.Extract.class,
            ImageCommand.Move.class,
            ImageCommand.Remove.class
        })
final class ImageCommand {

    @Command(name = "add", description = "Add an image from a WIM that the site can open.")
    static final class Add extends LibraryCommands.Add {
        @Option(
                names = "--index",
                description = "Take this image only: it is written into a WIM of its own beside the source.")
        @Nullable
        Integer index;

        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.IMAGE;
        }

        @Override
        Map<String, Object> more() {
            return index == null ? Map.of() : Map.of("index", index);
        }
    }

    @Command(name = "list", description = "List the images.")
    static final class ListAll extends LibraryCommands.ListAll {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.IMAGE;
        }
    }

    @Command(name = "show", description = "Show an image and its indexes.")
    static final class Show extends LibraryCommands.Show {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.IMAGE;
        }
    }

    @Command(name = "set", description = "Change an image.")
    static final class Set extends LibraryCommands.Set {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.IMAGE;
        }
    }

    @Command(
            name = "refresh",
            description = "Compare an image with its source; a changed source becomes the next version.")
    static final class Refresh extends LibraryCommands.Refresh {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.IMAGE;
        }
    }

    @Command(name = "versions", description = "List the versions that are kept.")
    static final class Versions extends LibraryCommands.Versions {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.IMAGE;
        }
    }

    @Command(name = "rollback", description = "Make a kept version the current one.")
    static final class Rollback extends LibraryCommands.Rollback {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.IMAGE;
        }
    }

    @Command(name = "reload", description = "Read the metadata of the current version anew.")
    static final class Reload extends LibraryCommands.Reload {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.IMAGE;
        }
    }

    @Command(name = "move", description = "Move an image to a folder.")
    static final class Move extends LibraryCommands.Move {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.IMAGE;
        }
    }

    @Command(name = "remove", aliases = "delete", description = "Remove images and their content.")
    static final class Remove extends LibraryCommands.Remove {
        @Override
        LibraryCommands.Kind of() {
            return LibraryCommands.Kind.IMAGE;
        }
    }

    @Command(name = "extract", description = "Write one image of the WIM into a new WIM, and add that as a new image.")
    static final class Extract extends SiteCommand {
        @Parameters(index = "0", paramLabel = "OBJECT", description = "Identifier or name.")
        String wanted = "";

        @Parameters(index = "1", paramLabel = "INDEX")
        int index;

        @Option(names = "--to", paramLabel = "WIM", description = "Path of the new WIM; left out, beside the source.")
        @Nullable
        String path;

        @Option(names = "--name", description = "Of the new image; proposed from the WIM when left out.")
        @Nullable
        String name;

        @Option(names = "--no-wait", description = "Print the operation and return at once.")
        boolean noWait;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("index", index);
            putIfGiven(body, "path", path == null ? null : Sources.path(path));
            putIfGiven(body, "name", name);
            JsonNode operation = client.post(LibraryCommands.Kind.IMAGE.path(client, wanted) + "/extract", body);
            return OperationWatch.orReturn(client, printer, terminal(), operation, noWait);
        }
    }

    static void putIfGiven(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }
}
