package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.deployment.LogLine;
import dev.slipway.site.deployment.Run;
import dev.slipway.site.deployment.RunState;
import dev.slipway.site.deployment.Runs;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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
    private static final int SHOWN = 2_000;
    private static final Listing<Runs.Shown> LIST = Listing.<Runs.Shown>of(
                    "runs", "/runs", "run", "runs", shown -> shown.run().id())
            .column(
                    "device",
                    "Device",
                    shown -> Cell.link(
                            shown.run().deviceName(), "/devices/" + shown.run().device()))
            .column("sequence", "Task sequence", RunPages::sequence)
            .column(
                    "state",
                    "State",
                    shown -> Cell.state(
                            Show.tone(shown.run().state()),
                            Show.word(shown.run().state())))
            .column(
                    "progress",
                    "Progress",
                    shown -> Cell.progress(
                            shown.run().percent(),
                            Show.tone(shown.run().state()),
                            "Progress of " + shown.run().sequenceName() + " on "
                                    + shown.run().deviceName()))
            .further("deployment", "Deployment", shown -> Cell.code(shown.run().deployment()))
            .further("error", "Error", shown -> Cell.code(shown.run().errorCode()))
            .column("started", "Started", shown -> Cell.time(shown.run().startedAt()))
            .figures("took", "Took", RunPages::took)
            .sortedBy("started", true)
            .whenEmpty("A run begins when a machine starts a task sequence that is deployed to it.")
            .filter("state", "State", states());
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.RUNS,
            "Runs",
            "Task sequences at work on machines; the latest " + SHOWN + ".",
            Live.on("run", "run-step"));
    private final Pages pages;
    private final Lists lists;
    private final Runs runs;

    RunPages(Pages pages, Lists lists, Runs runs) {
        this.pages = pages;
        this.lists = lists;
        this.runs = runs;
    }

    @GetMapping
    ResponseEntity<String> list(
            HttpServletRequest request, Caller caller, @RequestParam(required = false) @Nullable RunState state) {
        List<RunState> wanted = state == null ? List.of() : List.of(state);
        List<Runs.Shown> found = Lists.all(SHOWN, after -> runs.list(wanted, null, null, after, Page.MOST));
        return pages.show(request, caller, PAGE.view(lists.view(LIST, found, request, caller)));
    }

    private static Map<String, String> states() {
        Map<String, String> states = new LinkedHashMap<>();
        for (RunState state : RunState.values()) {
            states.put(state.name(), Show.word(state));
        }
        return states;
    }

    private static Cell sequence(Runs.Shown shown) {
        Run run = shown.run();
        String step = shown.current()
                .map(one -> "Step " + one.ordinal() + " of " + run.stepCount() + ": " + one.name())
                .orElse("");
        return Cell.link(run.sequenceName(), "/runs/" + run.id())
                .under(run.state().isActive() ? step : run.message());
    }

    private static Cell took(Runs.Shown shown) {
        Instant end = shown.run().finishedAt().orElseGet(Instant::now);
        return Cell.duration(
                Show.took(shown.run()),
                Duration.between(shown.run().startedAt(), end).toMillis());
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
