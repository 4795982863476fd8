package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.deployment.RunState;
import dev.slipway.site.deployment.Runs;
import dev.slipway.site.fleet.DeviceState;
import dev.slipway.site.fleet.Devices;
import dev.slipway.site.operation.Operations;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What needs attention, what runs now, who waits, what ended last. */
@RestController
@Requires(Role.READ_ONLY_ANALYST)
class OverviewPages {
    private static final List<RunState> ACTIVE = List.of(RunState.RUNNING, RunState.RESTARTING, RunState.INTERRUPTED);
    private static final List<RunState> ENDED = List.of(RunState.SUCCEEDED, RunState.FAILED, RunState.CANCELLED);
    private final Pages pages;
    private final Runs runs;
    private final Devices devices;
    private final Operations operations;
    private final Attention attention;
    private final Clock clock;

    OverviewPages(Pages pages, Runs runs, Devices devices, Operations operations, Attention attention, Clock clock) {
        this.pages = pages;
        this.runs = runs;
        this.devices = devices;
        this.operations = operations;
        this.attention = attention;
        this.clock = clock;
    }

    @GetMapping("/")
    ResponseEntity<String> overview(HttpServletRequest request, Caller caller) {
        Instant recently = clock.instant().minus(Attention.RECENT);
        Map<String, Object> model = Map.of(
                "concerns", attention.concerns(),
                "active", runs.list(ACTIVE, null, null, null, 100).items(),
                "waiting", devices.list(DeviceState.PENDING, null, "", null, 20).items(),
                "failed",
                        (int) runs.list(List.of(RunState.FAILED), null, null, null, 100).items().stream()
                                .filter(shown -> shown.run().lastEventAt().isAfter(recently))
                                .count(),
                "ended", runs.list(ENDED, null, null, null, 8).items(),
                "working",
                        operations.newest(200).stream().filter(Show::isActive).toList());
        Live live = Live.on("run", "run-step", "device", "operation", "distribution", "distribution-point");
        return pages.show(request, caller, new Pages.View(Section.OVERVIEW, "Overview", live, "overview", model));
    }
}
