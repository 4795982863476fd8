package dev.slipway.sequence;

import java.util.ArrayList;
import java.util.List;

/**
 * All that the engine needs to go on.
 *
 * @param saveNumber counts up with each save, so that the newest of two copies is known
 * @param position the node to run next, from 1; one more than the last node when done
 * @param attempt 0: the node was not begun; otherwise how often it was begun without an end
 * @param environment where the node must run
 * @param misdirected how often in a row the machine came up in the other environment
 */
public record Snapshot(
        long saveNumber,
        int position,
        int attempt,
        Environment environment,
        int misdirected,
        List<Variables.Variable> variables) {

    private static final String MAGIC = "slipway-snapshot 1";

    public Snapshot {
        variables = List.copyOf(variables);
    }

    /** One line a field, one a variable. It holds secrets in clear: keep it where only the machine and the site can read it. */
    public String encode() {
        StringBuilder text = new StringBuilder(MAGIC).append('\n');
        text.append("save ").append(saveNumber).append('\n');
        text.append("position ").append(position).append('\n');
        text.append("attempt ").append(attempt).append('\n');
        text.append("environment ").append(environment).append('\n');
        text.append("misdirected ").append(misdirected).append('\n');
        for (Variables.Variable variable : variables) {
            text.append(variable.secret() ? "secret " : "variable ")
                    .append(variable.name())
                    .append('=')
                    .append(escape(variable.value()))
                    .append('\n');
        }
        return text.append("end\n").toString();
    }

    /** @throws SequenceException when the text is not a whole snapshot */
    public static Snapshot decode(String text) throws SequenceException {
        List<String> lines = text.lines().toList();
        if (lines.size() < 7
                || !lines.getFirst().equals(MAGIC)
                || !lines.getLast().equals("end")) {
            throw new SequenceException("snapshot-damaged", 0, "The saved state of the task sequence is not whole");
        }
        try {
            List<Variables.Variable> variables = new ArrayList<>();
            for (String line : lines.subList(6, lines.size() - 1)) {
                boolean secret = line.startsWith("secret ");
                int equals = line.indexOf('=');
                variables.add(new Variables.Variable(
                        line.substring(secret ? 7 : 9, equals), unescape(line.substring(equals + 1)), secret));
            }
            return new Snapshot(
                    Long.parseLong(field(lines.get(1), "save")),
                    Integer.parseInt(field(lines.get(2), "position")),
                    Integer.parseInt(field(lines.get(3), "attempt")),
                    Environment.valueOf(field(lines.get(4), "environment")),
                    Integer.parseInt(field(lines.get(5), "misdirected")),
                    variables);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new SequenceException(
                    "snapshot-damaged", 0, "The saved state of the task sequence cannot be read: " + e.getMessage());
        }
    }

    private static String field(String line, String name) {
        if (!line.startsWith(name + " ")) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return line.substring(name.length() + 1);
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escaped = value.charAt(++i);
            text.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "Snapshot[save " + saveNumber + ", position " + position + ", attempt " + attempt + ", " + environment
                + "]";
    }
}
