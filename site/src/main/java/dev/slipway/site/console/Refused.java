package dev.slipway.site.console;

import dev.slipway.protocol.Json;
import dev.slipway.site.SlipwayException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A form that was refused, kept for the page that shows it again: nothing that was typed is lost, and what is wrong with a field stands beside it. The console's script fills
 * it in.
 *
 * @param action where the form went
 * @param typed without secrets
 */
record Refused(String action, Map<String, List<String>> typed, List<Wrong> errors) implements Serializable {
    private static final int LONGEST = 64 * 1024;

    /** What is wrong with one field. */
    record Wrong(String field, String message) implements Serializable {}

    static Refused of(HttpServletRequest request, SlipwayException refused) {
        Map<String, List<String>> typed = new HashMap<>();
        long length = 0;
        for (Map.Entry<String, String[]> field : request.getParameterMap().entrySet()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            boolean secret = name.contains("password") || name.contains("secret") || name.startsWith("_");
            length += Arrays.stream(field.getValue()).mapToLong(String::length).sum();
            if (!secret && length <= LONGEST) {
                typed.put(field.getKey(), new ArrayList<>(Arrays.asList(field.getValue())));
            }
        }
        return new Refused(
                request.getRequestURI(),
                typed,
                new ArrayList<>(FormProblem.errors(refused).stream()
                        .map(error -> new Wrong(Objects.requireNonNullElse(error.field(), ""), error.message()))
                        .toList()));
    }

    String json() {
        return new String(Json.encode(this), StandardCharsets.UTF_8);
    }
}
