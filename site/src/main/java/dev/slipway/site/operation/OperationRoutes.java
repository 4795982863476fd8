package dev.slipway.site.operation;

import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/operations")
public class OperationRoutes {
    private static final int HISTORY = 5000;
    private final Operations operations;

    OperationRoutes(Operations operations) {
        this.operations = operations;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<Operation> list(
            @RequestParam(required = false) @Nullable List<Operation.State> state,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after) {
        List<Operation> wanted = operations.newest(HISTORY).stream()
                .filter(operation -> state == null || state.isEmpty() || state.contains(operation.state()))
                .filter(operation -> subject == null || subject.equals(operation.subject()))
                .toList();
        return Page.of(wanted, after, limit, Operation::id);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{operationId}")
    Operation get(@PathVariable String operationId) {
        return operations.get(operationId);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{operationId}/log")
    Page<OperationLine> log(
            @PathVariable String operationId,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "1000") int limit) {
        return Page.whole(operations.lines(operationId, after, limit));
    }

    @Requires(Role.OPERATOR)
    @PostMapping("/{operationId}/cancel")
    Operation cancel(@PathVariable String operationId) {
        return operations.cancel(operationId);
    }

    /** The answer to a request that began long work: 202 and the operation's address. */
    public static ResponseEntity<Operation> accepted(Operation operation) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/operations/" + operation.id()))
                .body(operation);
    }
}
