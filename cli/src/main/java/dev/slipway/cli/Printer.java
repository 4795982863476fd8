package dev.slipway.cli;

import dev.slipway.protocol.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;

/** Prints an answer of the site: a table or lines for people, the JSON itself for programs. */
record Printer(PrintWriter out, PrintWriter err, SiteCommand.Format format) {

    boolean json() {
        return format == SiteCommand.Format.json;
    }

    void list(List<JsonNode> rows, Table table, String whenEmpty) {
        if (json()) {
            document(Json.mapper().createArrayNode().addAll(rows));
        } else if (rows.isEmpty()) {
            err.println(whenEmpty);
        } else {
            table.lines(rows).forEach(out::println);
        }
    }

    /** Names and values below each other; empty values are left out. */
    void details(JsonNode answer, Map<String, String> values) {
        if (json()) {
            document(answer);
            return;
        }
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        values.forEach((name, value) -> {
            if (!value.isEmpty()) {
                out.println(name + ":" + " ".repeat(width - name.length() + 2) + value);
            }
        });
    }

    /** Rows below the details, for people; programs have them in the details. */
    void rows(List<JsonNode> rows, Table table) {
        if (!json()) {
            out.println();
            table.lines(rows).forEach(out::println);
        }
    }

    /** One sentence for people, the answer for programs. */
    void done(JsonNode answer, String sentence) {
        if (json()) {
            document(answer);
        } else {
            out.println(sentence);
        }
    }

    /** A sentence that programs do not need. */
    void say(String sentence) {
        if (!json()) {
            out.println(sentence);
        }
    }

    void document(JsonNode answer) {
        out.println(Json.mapper().writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(answer));
    }

    /** One line of JSON, for answers that follow each other. */
    void line(JsonNode answer) {
        out.println(Json.mapper().writeValueAsString(answer));
    }
}
