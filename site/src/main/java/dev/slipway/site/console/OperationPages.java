package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.distribution.PrestagedFiles;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.Operations;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/operations")
@Requires(Role.READ_ONLY_ANALYST)
class OperationPages {
    private static final int SHOWN = 1000;
    private static final int LINES = 2000;
    private static final Listing<Operation> LIST = Listing.of(
                    "operations", "/operations", "operation", "operations", Operation::id)
            .column(
                    "title",
                    "Operation",
                    operation -> Cell.link(operation.title(), "/operations/" + operation.id())
                            .under(operation.message()))
            .column(
                    "state",
                    "State",
                    operation -> Cell.state(Show.tone(operation.state()), Show.word(operation.state())))
            .column(
                    "progress",
                    "Progress",
                    operation -> Cell.progress(
                            operation.percent(), Show.tone(operation.state()), "Progress of " + operation.title()))
            .further("kind", "Kind", operation -> Cell.code(operation.kind()))
            .further("subject", "Object", operation -> Cell.code(operation.subject()))
            .column("began", "Began", operation -> Cell.time(operation.createdAt()))
            .further("by", "By", operation -> Cell.text(operation.createdBy()))
            .figures("took", "Took", OperationPages::took)
            .sortedBy("began", true)
            .whenEmpty("Adding an image, refreshing it or sending it somewhere shows here.")
            .filter("state", "State", states());
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.OPERATIONS,
            "Operations",
            "Long work of the site: adding images, checking content. It survives a restart of the site.",
            Live.on("operation"));
    private final Pages pages;
    private final Lists lists;
    private final Operations operations;
    private final PackageViews views;

    OperationPages(Pages pages, Lists lists, Operations operations, PackageViews views) {
        this.views = views;
        this.pages = pages;
        this.lists = lists;
        this.operations = operations;
    }

    @GetMapping
    ResponseEntity<String> list(
            HttpServletRequest request, Caller caller, @RequestParam(defaultValue = "") String state) {
        List<Operation> shown = operations.newest(SHOWN).stream()
                .filter(operation -> state.isEmpty() || operation.state().name().equals(state))
                .toList();
        return pages.show(request, caller, PAGE.view(lists.view(LIST, shown, request, caller)));
    }

    private static Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        for (Operation.State state : Operation.State.values()) {
            states.put(state.name(), Show.word(state));
        }
        return states;
    }

    private static Cell took(Operation operation) {
        Instant from = operation.startedAt();
        Instant to = operation.finishedAt();
        long millis = from == null
                ? -1
                : Duration.between(from, to == null ? Instant.now() : to).toMillis();
        return Cell.duration(Show.span(from, to), millis);
    }

    @GetMapping("/{operationId}")
    ResponseEntity<String> operation(HttpServletRequest request, Caller caller, @PathVariable String operationId) {
        Operation operation = operations.get(operationId);
        Live live = Show.isActive(operation) ? Live.about(operationId, "operation") : Live.NONE;
        Map<String, Object> model = Map.of(
                "operation",
                operation,
                "lines",
                operations.lines(operationId, 0, LINES),
                "result",
                views.path(Show.or(operation.subject(), "")),
                "file",
                file(operation));
        return pages.show(
                request, caller, new Pages.View(Section.OPERATIONS, operation.title(), live, "operation", model));
    }

    /** Where what the operation has written can be fetched; empty for nowhere. */
    private static String file(Operation operation) {
        boolean written =
                operation.kind().equals(PrestagedFiles.KIND) && operation.state() == Operation.State.SUCCEEDED;
        return written ? "/api/v1/prestaged-files/" + operation.id() : "";
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
