package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads fields of the site's answers; a missing field is an empty text or zero. */
final class Fields {
    private Fields() {}

    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() ? "" : value.asString("");
    }

    static long number(JsonNode node, String field) {
        return node.path(field).asLong(0);
    }

    static boolean flag(JsonNode node, String field) {
        return node.path(field).asBoolean(false);
    }

    static List<JsonNode> items(JsonNode node, String field) {
        List<JsonNode> items = new ArrayList<>();
        node.path(field).forEach(items::add);
        return items;
    }

    static String joined(JsonNode node, String field) {
        return String.join(
                ", ", items(node, field).stream().map(item -> item.asString("")).toList());
    }

    /** From one time to another, or to now; empty when it has not begun. */
    static String span(JsonNode node, String from, String to) {
        if (text(node, from).isEmpty()) {
            return "";
        }
        Instant begin = Instant.parse(text(node, from));
        Instant end = text(node, to).isEmpty() ? Instant.now() : Instant.parse(text(node, to));
        return Readable.duration(Duration.between(begin, end));
    }
}
