package dev.slipway.site.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A wizard as it stands: its steps at the left, one of them open, what was typed in the others carried along in hidden fields.
 *
 * @param action where its form goes, whatever the button: the parameter {@code step} tells from which step, {@code go} whether {@code next} or {@code back}
 * @param leave where Cancel leads
 * @param at the step that is open, from 0
 * @param input everything typed so far
 * @param next what the button that goes on says
 */
public record Wizard(
        String title,
        String action,
        String leave,
        List<Step> steps,
        int at,
        Map<String, String> input,
        FormProblem problem,
        String next) {

    /** @param fields that its form shows; all others are carried along */
    public record Step(String label, List<String> fields) {
        public Step {
            fields = List.copyOf(fields);
        }

        static Step of(String label, String... fields) {
            return new Step(label, List.of(fields));
        }
    }

    public Wizard {
        steps = List.copyOf(steps);
        input = Map.copyOf(input);
    }

    public String value(String field) {
        return input.getOrDefault(field, "");
    }

    /** What other steps have asked, in their order. */
    public Map<String, String> carried() {
        Map<String, String> carried = new LinkedHashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            for (String field : i == at ? List.<String>of() : steps.get(i).fields()) {
                if (input.containsKey(field)) {
                    carried.put(field, value(field));
                }
            }
        }
        return carried;
    }

    /** The step that a form came from. */
    static int step(Map<String, String> input, int steps) {
        String text = input.getOrDefault("step", "0");
        return text.matches("[0-9]") ? Math.min(Integer.parseInt(text), steps - 1) : 0;
    }

    static boolean isBack(Map<String, String> input) {
        return "back".equals(input.get("go"));
    }
}
