package dev.slipway.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

        @Option(names = "--comment", description = "A free text.")
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

    /** Changes what the options name; what is left out stays. */
    abstract static class Change extends ObjectCommand {
        abstract Map<String, Object> change(SiteClient client) throws CommandException, InterruptedException;

        @Override
        final ExitCode run(SiteClient client, Printer printer, String path)
                throws CommandException, InterruptedException {
            JsonNode changed = client.patch(path, change(client));
            printer.done(changed, "Changed " + Fields.text(changed, "name") + ".");
            return ExitCode.OK;
        }
    }

    abstract static class Rename extends Change {
        @Parameters(index = "1", paramLabel = "NAME", description = "The new one.")
        String name = "";

        @Override
        Map<String, Object> change(SiteClient client) {
            return Map.of("name", name);
        }
    }

    /** Does the same to each object that is named; the first that is refused ends it. */
    abstract static class OnEach extends SiteCommand {
        @Parameters(paramLabel = "OBJECT", arity = "1..*", description = "Identifiers or names.")
        List<String> wanted = List.of();

        /** @param named as it was typed */
        abstract void act(SiteClient client, Printer printer, String path, String named)
                throws CommandException, InterruptedException;

        @Override
        ExitCode run(SiteClient client, Printer printer) throws CommandException, InterruptedException, IOException {
            for (String one : wanted) {
                act(client, printer, kind().path(client, one), one);
            }
            return ExitCode.OK;
        }
    }

    abstract static class Enable extends OnEach {
        @Override
        final void act(SiteClient client, Printer printer, String path, String named)
                throws CommandException, InterruptedException {
            printer.done(client.post(path + "/enable"), "Enabled " + named + ".");
        }
    }

    abstract static class Disable extends OnEach {
        @Override
        final void act(SiteClient client, Printer printer, String path, String named)
                throws CommandException, InterruptedException {
            printer.done(client.post(path + "/disable"), "Disabled " + named + ".");
        }
    }

    /** Deletes each object that is named. */
    abstract static class Remove extends OnEach {
        @Mixin
        Confirmation confirmation = new Confirmation();

        @Override
        final ExitCode run(SiteClient client, Printer printer)
                throws CommandException, InterruptedException, IOException {
            confirmation.ask(terminal(), "Remove the " + kind().noun() + " " + String.join(", ", wanted));
            return super.run(client, printer);
        }

        @Override
        final void act(SiteClient client, Printer printer, String path, String named)
                throws CommandException, InterruptedException {
            client.delete(path);
            printer.say("Removed " + named + ".");
        }
    }
}
