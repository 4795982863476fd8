package dev.slipway.site.console;

import dev.slipway.site.SlipwayException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Whole numbers that people type into forms. */
final class Numbers {
    private Numbers() {}

    /** @param field of the form; left out means {@code otherwise} @throws SlipwayException 422 that names the field */
    static int whole(Map<String, String> input, String field, int otherwise) {
        String text = input.getOrDefault(field, "").strip();
        return text.isEmpty() ? otherwise : whole(field, text);
    }

    /** As {@link #whole}, up to 15 digits. */
    static long large(Map<String, String> input, String field, long otherwise) {
        String text = input.getOrDefault(field, "").strip();
        return text.isEmpty() ? otherwise : Long.parseLong(digits(field, text, 15));
    }

    /** Separated by commas or spaces. */
    static List<Integer> several(Map<String, String> input, String field) {
        return Arrays.stream(input.getOrDefault(field, "").strip().split("[ ,]+"))
                .map(text -> whole(field, text))
                .toList();
    }

    private static int whole(String field, String text) {
        return Integer.parseInt(digits(field, text, 9));
    }

    private static String digits(String field, String text, int most) {
        if (!text.matches("-?[0-9]{1," + most + "}")) {
            throw SlipwayException.invalid(field, "\"" + text + "\" is not a whole number.");
        }
        return text;
    }
}
