package dev.slipway.site.fleet;

import dev.slipway.sequence.Variables;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a variable's name and value must look like (VAR-1, TS-6). */
enum VariableRule {
    NAME("variable-name-invalid", "it needs 1 to 256 letters, digits, '-' and '_', and begins with a letter"),
    READ_ONLY("variable-read-only", "names that begin with '_' are set by the engine alone; choose another name"),
    VALUE_LENGTH("variable-value-too-long", "its value may have at most 4,000 characters");

    private static final Pattern VALID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    final String code;
    final String explanation;

    VariableRule(String code, String explanation) {
        this.code = code;
        this.explanation = explanation;
    }

    /** @return the rule that name or value breaks, if any */
    static Optional<VariableRule> broken(String name, String value) {
        if (name.startsWith("_")) {
            return Optional.of(READ_ONLY);
        }
        if (name.length() > Variables.MAXIMUM_NAME_LENGTH
                || !VALID.matcher(name).matches()) {
            return Optional.of(NAME);
        }
        return value.length() > Variables.MAXIMUM_VALUE_LENGTH ? Optional.of(VALUE_LENGTH) : Optional.empty();
    }
}
