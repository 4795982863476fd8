package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.Operations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/operations")
@Requires(Role.READ_ONLY_ANALYST)
class OperationPages {
    private static final int SHOWN = 200;
    private static final int LINES = 2000;
    private final Pages pages;
    private final Operations operations;

    OperationPages(Pages pages, Operations operations) {
        this.pages = pages;
        this.operations = operations;
    }

    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        Map<String, Object> model = Map.of("operations", operations.newest(SHOWN));
        return pages.show(
                request,
                caller,
                new Pages.View(Section.OPERATIONS, "Operations", Live.on("operation"), "operations", model));
    }

    @GetMapping("/{operationId}")
    ResponseEntity<String> operation(HttpServletRequest request, Caller caller, @PathVariable String operationId) {
        Operation operation = operations.get(operationId);
        Live live = Show.isActive(operation) ? Live.about(operationId, "operation") : Live.NONE;
        Map<String, Object> model = Map.of("operation", operation, "lines", operations.lines(operationId, 0, LINES));
        return pages.show(
                request, caller, new Pages.View(Section.OPERATIONS, operation.title(), live, "operation", model));
    }

    @Requires(Role.OPERATOR)
    @PostMapping("/{operationId}/cancel")
    ResponseEntity<String> cancel(HttpServletRequest request, @PathVariable String operationId) {
        return pages.act(
                request,
                "/operations/" + operationId,
                "Asked to stop; the work ends at the next safe point.",
                () -> operations.cancel(operationId));
    }
}
