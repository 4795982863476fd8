package dev.slipway.site.console;

import dev.slipway.site.SlipwayException;
import java.util.Map;

/** What forms ask of every package, checked before the next step of a wizard. */
final class PackageInput {
    private static final int LONGEST_NAME = 50;
    private static final int LONGEST_VERSION = 32;
    private static final int LONGEST_COMMENT = 127;

    private PackageInput() {}

    /** Name, version and comment as section 1 of the behaviour specification limits them. */
    static void check(Map<String, String> input) {
        if (input.getOrDefault("name", "").isBlank()) {
            throw SlipwayException.invalid("name", "Give a name.");
        }
        check(input, "name", LONGEST_NAME);
        check(input, "version", LONGEST_VERSION);
        check(input, "comment", LONGEST_COMMENT);
    }

    private static void check(Map<String, String> input, String field, int longest) {
        if (input.getOrDefault(field, "").strip().length() > longest) {
            throw SlipwayException.invalid(field, "At most " + longest + " characters.");
        }
    }

    static int index(String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw SlipwayException.invalid("index", "\"" + text + "\" is no index of an image.");
        }
        return Integer.parseInt(text);
    }
}
