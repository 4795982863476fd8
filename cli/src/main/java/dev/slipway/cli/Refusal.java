package dev.slipway.cli;

import dev.slipway.protocol.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Turns an answer that is not success into the words that the person sees. */
final class Refusal {
    private Refusal() {}

    static CommandException of(URI site, int status, byte[] body) {
        JsonNode problem;
        try {
            problem = Json.mapper().readTree(body);
        } catch (JacksonException e) {
            problem = Json.mapper().createObjectNode();
        }
        ExitCode exitCode = status == 401 || status == 403 ? ExitCode.FORBIDDEN : ExitCode.REFUSED;
        String code = Fields.text(problem, "code");
        String detail = Fields.text(problem, "detail");
        if (code.isEmpty()) {
            return new CommandException(
                    exitCode, "http-" + status, site + " answered " + status + " without a reason.");
        }
        if (code.equals("not-logged-in")) {
            detail += detail.contains("slipway login") ? "" : " Log in first: slipway login";
        }
        return new CommandException(exitCode, code, detail.strip(), details(problem));
    }

    private static List<String> details(JsonNode problem) {
        List<String> lines = new ArrayList<>();
        for (JsonNode error : problem.path("errors")) {
            StringBuilder line = new StringBuilder();
            if (error.has("line")) {
                line.append("line ").append(Fields.number(error, "line"));
                line.append(error.has("column") ? ", column " + Fields.number(error, "column") : "");
                line.append(": ");
            } else if (error.has("field")) {
                line.append(Fields.text(error, "field")).append(": ");
            }
            lines.add(line.append(Fields.text(error, "message")).toString());
        }
        return lines;
    }
}
