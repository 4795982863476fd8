package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.deployment.LogLine;
import dev.slipway.site.deployment.RunState;
import dev.slipway.site.deployment.Runs;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/runs")
@Requires(Role.READ_ONLY_ANALYST)
class RunPages {
    private static final int TAIL = 500;
    private final Pages pages;
    private final Runs runs;

    RunPages(Pages pages, Runs runs) {
        this.pages = pages;
        this.runs = runs;
    }

    @GetMapping
    ResponseEntity<String> list(
            HttpServletRequest request,
            Caller caller,
            @RequestParam(required = false) @Nullable RunState state,
            @RequestParam(required = false) @Nullable String after) {
        Page<Runs.Shown> found = runs.list(state == null ? List.of() : List.of(state), null, null, after, 50);
        Map<String, Object> model = Map.of(
                "runs", found.items(), "next", Show.or(found.next(), ""), "state", state == null ? "" : state.name());
        return pages.show(
                request, caller, new Pages.View(Section.RUNS, "Runs", Live.on("run", "run-step"), "runs", model));
    }

    @GetMapping("/{runId}")
    ResponseEntity<String> run(HttpServletRequest request, Caller caller, @PathVariable String runId) {
        Runs.Shown shown = runs.get(runId);
        String title = shown.run().sequenceName() + " on " + shown.run().deviceName();
        Live live = shown.run().state().isActive() ? Live.about(runId, "run", "run-step", "run-log") : Live.NONE;
        Map<String, Object> model =
                Map.of("shown", shown, "steps", runs.steps(runId), "lines", runs.log(runId, 0, TAIL, true));
        return pages.show(request, caller, new Pages.View(Section.RUNS, title, live, "run", model));
    }

    /** The log's lines after a number; the page appends them. */
    @GetMapping("/{runId}/log")
    ResponseEntity<String> log(@PathVariable String runId, @RequestParam long after) {
        List<LogLine> lines = runs.log(runId, after, Runs.MOST_LINES, false);
        long last = lines.isEmpty() ? after : lines.getLast().number();
        return pages.html(HttpStatus.OK, "part/runLog", Map.of("runId", runId, "lines", lines, "last", last));
    }

    @Requires(Role.OPERATOR)
    @PostMapping("/{runId}/cancel")
    ResponseEntity<String> cancel(HttpServletRequest request, Caller caller, @PathVariable String runId) {
        return pages.act(
                request,
                "/runs/" + runId,
                "The run is cancelled; the machine stops with its next report.",
                () -> runs.cancel(runId, caller));
    }
}
