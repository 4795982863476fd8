package dev.slipway.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** When and how fast a distribution point may fetch, and how often it is validated, in words. */
final class PointLimits {
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final int HOURS = 24;

    private PointLimits() {}

    static String rate(JsonNode rate) {
        return switch (Fields.text(rate, "kind")) {
            case "PULSE" ->
                Readable.size(Fields.number(rate, "blockBytes")) + ", then a pause of "
                        + Fields.number(rate, "delayMillis") + " ms";
            case "PERCENT" -> percent(rate.path("percents"));
            default -> Readable.word(Fields.text(rate, "kind"));
        };
    }

    private static String percent(JsonNode percents) {
        List<String> hours =
                percents.valueStream().map(JsonNode::asString).distinct().toList();
        if (hours.size() == 1) {
            return hours.getFirst() + " % of the time";
        }
        return "% of the time, by hour from 0 UTC: "
                + percents.valueStream().map(JsonNode::asString).collect(Collectors.joining(","));
    }

    /** Days of the same hours stand together: {@code Mon Tue Wed Thu Fri CCCC…; Sat Sun AAAA…}. */
    static String schedule(String hours) {
        if (hours.length() != DAYS.size() * HOURS) {
            return "open for all, always";
        }
        Map<String, List<String>> days = new LinkedHashMap<>();
        for (int day = 0; day < DAYS.size(); day++) {
            days.computeIfAbsent(hours.substring(day * HOURS, (day + 1) * HOURS), same -> new ArrayList<>())
                    .add(DAYS.get(day));
        }
        return days.entrySet().stream()
                .map(entry -> String.join(" ", entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining("; "));
    }

    static String validation(JsonNode point) {
        long days = Fields.number(point, "validateDays");
        return days == 0
                ? "when asked for"
                : "every " + days + " days, next " + Readable.time(Fields.text(point, "nextValidationAt"));
    }
}
