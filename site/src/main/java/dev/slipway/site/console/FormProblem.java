package dev.slipway.site.console;

import dev.slipway.site.SlipwayException;
import java.util.List;

/** Why a form was refused: the whole, and what belongs next to single fields. */
public record FormProblem(String detail, String code, List<SlipwayException.InputError> errors) {
    public static final FormProblem NONE = new FormProblem("", "", List.of());

    public FormProblem {
        errors = List.copyOf(errors);
    }

    static FormProblem of(SlipwayException refused) {
        return new FormProblem(refused.detail(), refused.code(), errors(refused));
    }

    /** What is wrong with which field; a refusal that is about a single thing says it at the field where that is typed. */
    static List<SlipwayException.InputError> errors(SlipwayException refused) {
        String code = refused.code();
        String field = code.startsWith("source-")
                ? "path"
                : code.endsWith("-exists") || code.endsWith("-name-invalid") ? "name" : "";
        return !refused.errors().isEmpty() || field.isEmpty()
                ? refused.errors()
                : List.of(new SlipwayException.InputError(field, refused.detail()));
    }

    public boolean exists() {
        return !code.isEmpty();
    }

    /** The text next to a field; empty when it is right. */
    public String at(String field) {
        return errors.stream()
                .filter(error -> field.equals(error.field()))
                .map(SlipwayException.InputError::message)
                .findFirst()
                .orElse("");
    }
}
