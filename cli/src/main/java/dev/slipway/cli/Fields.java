package dev.slipway.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads fields of the site's answers, where a missing one is an empty text or zero, and writes those of questions. */
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

    static void putIfGiven(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    /** The API's word for a choice; null when none was made. */
    static @Nullable String constant(@Nullable Enum<?> chosen) {
        return chosen == null ? null : chosen.name().toUpperCase(Locale.ROOT);
    }

    /** As people type a constant. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The names of a field's items. */
    static String names(JsonNode node, String field) {
        return String.join(
                ", ",
                items(node, field).stream().map(item -> text(item, "name")).toList());
    }
}
