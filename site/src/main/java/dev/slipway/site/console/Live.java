package dev.slipway.site.console;

import java.util.List;

/**
 * Which events make parts of a page ask for themselves again.
 *
 * @param subject only events about this object; empty for all
 */
public record Live(List<String> topics, String subject) {
    public static final Live NONE = new Live(List.of(), "");

    public Live {
        topics = List.copyOf(topics);
    }

    static Live on(String... topics) {
        return new Live(List.of(topics), "");
    }

    static Live about(Object subject, String... topics) {
        return new Live(List.of(topics), subject.toString());
    }

    /** What the parts of the page listen to, as htmx writes it. */
    public String trigger() {
        return topics.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        topics.stream()
                                .map(topic -> "live:" + topic + " from:body")
                                .toList());
    }

    public String joined() {
        return String.join(" ", topics);
    }
}
