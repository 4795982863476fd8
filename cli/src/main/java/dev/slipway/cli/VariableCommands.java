package dev.slipway.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Variables of a device or a collection, which differ in their address only. */
final class VariableCommands {
    private VariableCommands() {}

    static ExitCode list(SiteClient client, Printer printer, String owner)
            throws CommandException, InterruptedException {
        printer.list(
                Fields.items(client.get(owner + "/variables"), "items"),
                new Table()
                        .text("NAME", "name")
                        .column(
                                "VALUE",
                                variable ->
                                        Fields.flag(variable, "secret") ? "********" : Fields.text(variable, "value")),
                "No variables.");
        return ExitCode.OK;
    }

    /** @param assignment {@code NAME=VALUE}, or only {@code NAME} for a secret, whose value is read unseen */
    static ExitCode set(
            SiteClient client, Printer printer, Terminal terminal, String owner, String assignment, boolean secret)
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
        body.put("value", secret ? terminal.readSecret("Value of " + name) : assignment.substring(equals + 1));
        body.put("secret", secret);
        JsonNode answer = client.put(owner + "/variables/" + SiteClient.segment(name), body);
        printer.done(answer, name + " is set.");
        return ExitCode.OK;
    }

    static ExitCode unset(SiteClient client, Printer printer, String owner, String name)
            throws CommandException, InterruptedException {
        client.delete(owner + "/variables/" + SiteClient.segment(name));
        printer.say(name + " is removed.");
        return ExitCode.OK;
    }
}
