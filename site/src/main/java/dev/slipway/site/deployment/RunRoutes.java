package dev.slipway.site.deployment;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/runs")
@Requires(Role.READ_ONLY_ANALYST)
class RunRoutes {
    private final Runs runs;

    RunRoutes(Runs runs) {
        this.runs = runs;
    }

    record CurrentStep(
            int step,
            int ordinal,
            String name,
            String group,
            int percent,
            @Nullable String text,
            @Nullable Instant startedAt) {
        static CurrentStep of(RunStep step) {
            return new CurrentStep(
                    step.step(),
                    step.ordinal(),
                    step.name(),
                    step.group(),
                    step.percent(),
                    some(step.text()),
                    step.startedAt().orElse(null));
        }
    }

    record View(
            String id,
            String deploymentId,
            String sequenceId,
            String sequenceName,
            long sequenceRevision,
            long deviceId,
            String deviceName,
            RunState state,
            int percent,
            int stepCount,
            @Nullable CurrentStep currentStep,
            Instant startedAt,
            Instant lastEventAt,
            @Nullable Instant finishedAt,
            @Nullable String message,
            @Nullable String errorCode,
            @Nullable Long exitCode,
            @Nullable String failedStep) {
        static View of(Runs.Shown shown) {
            Run run = shown.run();
            return new View(
                    run.id(),
                    run.deployment(),
                    run.sequence(),
                    run.sequenceName(),
                    run.sequenceRevision(),
                    run.device(),
                    run.deviceName(),
                    run.state(),
                    run.percent(),
                    run.stepCount(),
                    run.state().isActive()
                            ? shown.current().map(CurrentStep::of).orElse(null)
                            : null,
                    run.startedAt(),
                    run.lastEventAt(),
                    run.finishedAt().orElse(null),
                    some(run.message()),
                    some(run.errorCode()),
                    run.exitCode().orElse(null),
                    some(run.failedStep()));
        }
    }

    record StepView(
            int step,
            @Nullable Integer ordinal,
            String name,
            String group,
            String type,
            RunStep.State state,
            @Nullable Integer percent,
            @Nullable String text,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Long durationMilliseconds,
            @Nullable Long exitCode,
            @Nullable String errorCode,
            @Nullable String message,
            @Nullable Boolean continued) {
        static StepView of(RunStep step) {
            boolean begun = step.state() != RunStep.State.WAITING && step.state() != RunStep.State.SKIPPED;
            Instant started = step.startedAt().orElse(null);
            Instant finished = step.finishedAt().orElse(null);
            return new StepView(
                    step.step(),
                    step.ordinal() == 0 ? null : step.ordinal(),
                    step.name(),
                    step.group(),
                    step.type(),
                    step.state(),
                    begun ? step.percent() : null,
                    some(step.text()),
                    started,
                    finished,
                    started == null || finished == null
                            ? null
                            : Duration.between(started, finished).toMillis(),
                    step.exitCode().orElse(null),
                    some(step.errorCode()),
                    some(step.message()),
                    step.state() == RunStep.State.FAILED ? step.continued() : null);
        }
    }

    record LineView(long number, Instant time, @Nullable Integer step, String text) {
        static LineView of(LogLine line) {
            return new LineView(line.number(), line.time(), line.step() == 0 ? null : line.step(), line.text());
        }
    }

    private static @Nullable String some(String text) {
        return text.isEmpty() ? null : text;
    }

    @GetMapping
    Page<View> list(
            @RequestParam(required = false) @Nullable List<RunState> state,
            @RequestParam(required = false) @Nullable Long device,
            @RequestParam(required = false) @Nullable String deployment,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        List<RunState> states = state == null
                ? List.of()
                : state.stream().filter(Objects::nonNull).toList();
        return runs.list(states, device, deployment, after, limit).map(View::of);
    }

    @GetMapping("/{runId}")
    View get(@PathVariable String runId) {
        return View.of(runs.get(runId));
    }

    @GetMapping("/{runId}/steps")
    Page<StepView> steps(@PathVariable String runId) {
        return Page.whole(runs.steps(runId).stream().map(StepView::of).toList());
    }

    @GetMapping("/{runId}/log")
    Page<LineView> log(
            @PathVariable String runId,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "1000") int limit,
            @RequestParam(defaultValue = "false") boolean tail) {
        return Page.whole(
                runs.log(runId, after, limit, tail).stream().map(LineView::of).toList());
    }

    @Requires(Role.OPERATOR)
    @PostMapping("/{runId}/cancel")
    View cancel(@PathVariable String runId, Caller caller) {
        return View.of(runs.cancel(runId, caller));
    }
}
