package dev.slipway.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Variables of a device or a collection. */
final class VariableCommands {
    private VariableCommands() {}

    @Command(name = "variables", description = "List the variables.")
    static final class ListAll extends ObjectCommand {
        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            printer.list(
                    Fields.items(client.get(path + "/variables"), "items"),
                    new Table().text("NAME", "name").column("VALUE", ListAll::value),
                    "No variables.");
            return ExitCode.OK;
        }

        private static String value(JsonNode variable) {
            return Fields.flag(variable, "secret") ? "********" : Fields.text(variable, "value");
        }
    }

    @Command(
            name = "set-variable",
            aliases = "set",
            description = "Set a variable.",
            footerHeading = Main.EXAMPLES,
            footer = {
                "  slipway device set-variable PC-1 Colour=blue",
                "  echo \"$PASSWORD\" | slipway device set-variable PC-1 JoinPassword --secret"
            })
    static final class Set extends ObjectCommand {
        @Parameters(index = "1", paramLabel = "NAME=VALUE")
        String assignment = "";

        @Option(
                names = "--secret",
                description = "Only the name is given; the value is read unseen and shown to nobody.")
        boolean secret;

        @Override
        ExitCode run(SiteClient client, Printer printer, String path)
                throws CommandException, InterruptedException, IOException {
            int equals = assignment.indexOf('=');
            if (secret == (equals >= 0)) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "assignment-invalid",
                        secret
                                ? "A secret value is no argument, since every user of this machine sees arguments: give only the name."
                                : "Give NAME=VALUE.");
            }
            String name = secret ? assignment : assignment.substring(0, equals);
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("value", secret ? terminal().readSecret("Value of " + name) : assignment.substring(equals + 1));
            body.put("secret", secret);
            JsonNode answer = client.put(path + "/variables/" + SiteClient.segment(name), body);
            printer.done(answer, name + " is set.");
            return ExitCode.OK;
        }
    }

    @Command(name = "unset-variable", aliases = "unset", description = "Remove a variable.")
    static final class Unset extends ObjectCommand {
        @Parameters(index = "1", paramLabel = "NAME")
        String name = "";

        @Override
        ExitCode run(SiteClient client, Printer printer, String path) throws CommandException, InterruptedException {
            client.delete(path + "/variables/" + SiteClient.segment(name));
            printer.say(name + " is removed.");
            return ExitCode.OK;
        }
    }
}
