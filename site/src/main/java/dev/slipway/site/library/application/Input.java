package dev.slipway.site.library.application;

import dev.slipway.site.SlipwayException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the fields of one object of a request.
 *
 * @param at where it stands, {@code programs[0]}
 */
record Input(String at) {
    static final int NAME = 50;
    static final int COMMENT = 127;
    static final int COMMAND = 2000;
    static final int PATH = 1000;
    static final int REQUIREMENTS = 2000;
    static final int DEFAULT_MINUTES = 120;
    static final List<Integer> SUCCESS = List.of(0);
    /** What Windows Installer answers when a restart is needed or was begun. */
    static final List<Integer> RESTART = List.of(3010, 1641);

    private static final int LONGEST_RUN = 720;
    private static final int MOST_CODES = 50;
    private static final List<String> ARCHITECTURES = List.of("x86", "x64", "arm64");

    void refuse(boolean wrong, String field, String message) {
        if (wrong) {
            throw SlipwayException.invalid(at + "." + field, message);
        }
    }

    String text(String field, @Nullable String value, int longest) {
        String clean = value == null ? "" : value.strip();
        refuse(clean.length() > longest, field, "At most " + longest + " characters.");
        refuse(
                clean.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r'),
                field,
                "It must not contain control characters.");
        return clean;
    }

    String required(String field, @Nullable String value, int longest) {
        String clean = text(field, value, longest);
        refuse(clean.isEmpty(), field, "It must not be empty.");
        return clean;
    }

    String name(@Nullable String value) {
        return required("name", value, NAME);
    }

    /** A folder inside a content. */
    String folder(String field, @Nullable String value) {
        String clean = text(field, value, PATH).replace('\\', '/').replaceAll("/+$", "");
        refuse(
                clean.startsWith("/") || List.of(clean.split("/")).contains("..") || clean.contains(":"),
                field,
                "A folder below the content, without .. and without a drive.");
        return clean;
    }

    List<String> architectures(@Nullable List<String> values) {
        List<String> clean =
                values == null ? List.of() : values.stream().distinct().toList();
        clean.forEach(value -> refuse(
                !ARCHITECTURES.contains(value),
                "architectures",
                "The architectures are " + String.join(", ", ARCHITECTURES) + "."));
        return clean;
    }

    int minutes(String field, @Nullable Integer value, int otherwise) {
        int minutes = value == null ? otherwise : value;
        refuse(minutes < 1 || minutes > LONGEST_RUN, field, "1 to " + LONGEST_RUN + " minutes.");
        return minutes;
    }

    List<Integer> codes(String field, @Nullable List<Integer> values, List<Integer> otherwise) {
        List<Integer> codes =
                values == null ? otherwise : values.stream().distinct().toList();
        refuse(codes.size() > MOST_CODES, field, "At most " + MOST_CODES + " exit codes.");
        return codes;
    }

    void comparison(Detection.Comparison comparison, String field, String value) {
        switch (comparison) {
            case EXISTS -> refuse(!value.isBlank(), field, "Only for EQUAL and AT_LEAST.");
            case EQUAL, AT_LEAST -> required(field, value, PATH);
        }
    }

    static String words(Detection.Comparison comparison, String value, String verb) {
        return switch (comparison) {
            case EXISTS -> " exists";
            case EQUAL -> verb + value;
            case AT_LEAST -> verb + value + " or higher";
        };
    }
}
