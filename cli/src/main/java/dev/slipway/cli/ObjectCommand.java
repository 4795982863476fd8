package dev.slipway.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A command on one object of its {@link KindCommand}'s kind, as {@code slipway device show PC1}. */
abstract class ObjectCommand extends SiteCommand {
    @Parameters(index = "0", paramLabel = "OBJECT", description = "Identifier or name.")
    String wanted = "";

    /** @param path of the object in the API */
    abstract ExitCode run(SiteClient client, Printer printer, String path)
            throws CommandException, InterruptedException, IOException;

    @Override
    final ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
        return run(client, printer, path(client));
    }

    String path(SiteClient client) throws CommandException, InterruptedException {
        return kind().path(client, wanted);
    }

    /** Makes one that needs no more than a name. */
    abstract static class Create extends SiteCommand {
        @Parameters(paramLabel = "NAME")
        String name = "";

        @Option(names = "--comment")
        @Nullable
        String comment;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("name", name);
            Fields.putIfGiven(body, "comment", comment);
            JsonNode made = client.post(kind().list(), body);
            printer.done(made, "Created " + Fields.text(made, "id") + ".");
            return ExitCode.OK;
        }
    }

    /** Deletes each object that is named. */
    abstract static class Remove extends SiteCommand {
        @Parameters(paramLabel = "OBJECT", arity = "1..*", description = "Identifiers or names.")
        List<String> wanted = List.of();

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException {
            for (String one : wanted) {
                client.delete(kind().path(client, one));
                printer.say("Removed " + one + ".");
            }
            return ExitCode.OK;
        }
    }
}
