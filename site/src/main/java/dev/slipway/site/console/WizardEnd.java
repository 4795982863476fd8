package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.Operations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The last two steps of every wizard: Progress shows its work live, Completion what came of it and what to do next. */
@Component
class WizardEnd {
    private static final int LINES = 2000;
    private final Pages pages;
    private final Operations operations;

    WizardEnd(Pages pages, Operations operations) {
        this.pages = pages;
        this.operations = operations;
    }

    /**
     * What a wizard says at its end.
     *
     * @param steps labels of the steps before Progress
     * @param again begins the wizard anew
     * @param list where its objects stand
     */
    record Of(Section section, String title, List<String> steps, String again, String list) {}

    /** @param next what to do with the object that was made, by its identifier */
    ResponseEntity<String> show(
            HttpServletRequest request,
            Caller caller,
            Of wizard,
            String operationId,
            java.util.function.Function<String, List<NextStep>> next) {
        Operation operation = operations.get(operationId);
        Live live = Show.isActive(operation) ? Live.about(operationId, "operation") : Live.NONE;
        String made = operation.subject();
        Map<String, Object> model = Map.of(
                "steps", wizard.steps(),
                "operation", operation,
                "lines", operations.lines(operationId, 0, LINES),
                "next", made != null && operation.state() == Operation.State.SUCCEEDED ? next.apply(made) : List.of(),
                "again", wizard.again(),
                "list", wizard.list());
        return pages.show(request, caller, new Pages.View(wizard.section(), wizard.title(), live, "wizardEnd", model));
    }
}
