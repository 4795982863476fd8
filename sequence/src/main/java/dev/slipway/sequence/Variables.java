package dev.slipway.sequence;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The task-sequence environment (VAR-1 to VAR-3): names in any case, values keep theirs. While a step runs, its own defaults lie
 * beneath: they show where nothing was set, and are gone afterwards.
 */
public final class Variables {
    /** TS-6. */
    public static final int MAXIMUM_NAME_LENGTH = 256;

    public static final int MAXIMUM_VALUE_LENGTH = 4_000;

    private static final Pattern NAME = Pattern.compile("_?[A-Za-z][A-Za-z0-9_-]*");
    private static final Pattern REFERENCE = Pattern.compile("%([^%\\r\\n]+)%");

    private final Map<String, Variable> set = new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Variable> defaults = new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);

    /** One variable; a secret one is masked wherever it is shown. */
    public record Variable(String name, String value, boolean secret) {
        @Override
        public String toString() {
            return name + "=" + (secret ? Secrets.MASK : value);
        }
    }

    public Optional<String> get(String name) {
        Variable variable = set.get(name);
        return Optional.ofNullable(variable != null ? variable : defaults.get(name))
                .map(Variable::value);
    }

    /** The value, or empty text where the variable is not set. */
    public String value(String name) {
        return get(name).orElse("");
    }

    /** Sets a variable on behalf of a step or an administrator; empty removes it. */
    public void set(String name, String value) throws StepFailedException {
        set(name, value, Secrets.isSecretName(name));
    }

    /** @throws StepFailedException for a name or value that breaks VAR-1 or TS-6, or a read-only name */
    public void set(String name, String value, boolean secret) throws StepFailedException {
        if (name.startsWith("_")) {
            throw new StepFailedException(
                    "variable-read-only",
                    "'" + name + "' begins with an underscore: only the engine sets it. Use another name.");
        }
        if (name.length() > MAXIMUM_NAME_LENGTH || !NAME.matcher(name).matches()) {
            throw new StepFailedException(
                    "variable-name",
                    "'" + name + "' is no variable name: at most " + MAXIMUM_NAME_LENGTH
                            + " letters, digits, '-' and '_', beginning with a letter.");
        }
        if (value.length() > MAXIMUM_VALUE_LENGTH) {
            throw new StepFailedException(
                    "variable-value",
                    "The value of '" + name + "' has " + value.length() + " characters; at most " + MAXIMUM_VALUE_LENGTH
                            + " are possible.");
        }
        put(new Variable(name, value, secret));
    }

    /** Sets a variable on behalf of the engine: read-only names too, no limits. */
    public void setBuiltIn(String name, String value) {
        put(new Variable(name, value, false));
    }

    /** Sets what the site handed out or a snapshot kept. */
    public void put(Variable variable) {
        if (variable.value().isEmpty()) {
            set.remove(variable.name());
        } else {
            set.put(variable.name(), variable);
        }
    }

    /**
     * Goes back to what a snapshot kept. What the machine says of itself now (names that begin with an underscore and are set)
     * stays: addresses and the environment may have changed since.
     */
    void restore(List<Variable> kept) {
        set.keySet().removeIf(name -> !name.startsWith("_"));
        for (Variable variable : kept) {
            if (!set.containsKey(variable.name())) {
                put(variable);
            }
        }
    }

    /** Replaces {@code %NAME%} where NAME is set and leaves every other text as it is: WQL's patterns look like variables. */
    public String expand(String text) {
        String expanded = text;
        // A value may itself refer to a variable; a circle ends after ten rounds.
        for (int round = 0; round < 10 && expanded.indexOf('%') >= 0; round++) {
            String before = expanded;
            expanded = expandOnce(before);
            if (expanded.equals(before)) {
                break;
            }
        }
        return expanded;
    }

    private String expandOnce(String text) {
        StringBuilder expanded = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(text);
        int from = 0;
        while (matcher.find(from)) {
            Optional<String> value = get(matcher.group(1));
            if (value.isPresent()) {
                expanded.append(text, from, matcher.start()).append(value.get());
                from = matcher.end();
            } else {
                // The closing sign may open the next reference.
                expanded.append(text, from, matcher.end() - 1);
                from = matcher.end() - 1;
            }
        }
        return expanded.append(text, from, text.length()).toString();
    }

    /** All that is set, by name; step defaults are not part of it. */
    public List<Variable> all() {
        return List.copyOf(set.values());
    }

    /** The values to mask in logs. */
    public List<String> secretValues() {
        return Stream.concat(set.values().stream(), defaults.values().stream())
                .filter(Variable::secret)
                .map(Variable::value)
                .distinct()
                .toList();
    }

    /** Publishes a step's defaults, in place of those of the step before. */
    void stepDefaults(List<Variable> variables) {
        defaults.clear();
        variables.forEach(variable -> defaults.put(variable.name(), variable));
    }
}
