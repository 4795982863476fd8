package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.deployment.RunState;
import dev.slipway.site.deployment.Runs;
import dev.slipway.site.distribution.ContentStatuses;
import dev.slipway.site.distribution.DistributionPoint;
import dev.slipway.site.distribution.Points;
import dev.slipway.site.fleet.DeviceState;
import dev.slipway.site.fleet.Devices;
import dev.slipway.site.operation.Operations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What runs now, who waits, what ended last. */
@RestController
@Requires(Role.READ_ONLY_ANALYST)
class OverviewPages {
    private static final List<RunState> ACTIVE = List.of(RunState.RUNNING, RunState.RESTARTING, RunState.INTERRUPTED);
    private static final List<RunState> ENDED = List.of(RunState.SUCCEEDED, RunState.FAILED, RunState.CANCELLED);
    /** The rest stands in the lists. */
    private static final int MOST_SHOWN = 20;

    private final Pages pages;
    private final Runs runs;
    private final Devices devices;
    private final Operations operations;
    private final Points points;
    private final ContentStatuses contents;

    OverviewPages(
            Pages pages, Runs runs, Devices devices, Operations operations, Points points, ContentStatuses contents) {
        this.pages = pages;
        this.runs = runs;
        this.devices = devices;
        this.operations = operations;
        this.points = points;
        this.contents = contents;
    }

    @GetMapping("/")
    ResponseEntity<String> overview(HttpServletRequest request, Caller caller) {
        Map<String, Object> model = Map.of(
                "active", runs.list(ACTIVE, null, null, null, 100).items(),
                "waiting", devices.list(DeviceState.PENDING, null, "", null, 20).items(),
                "failed",
                        runs.list(List.of(RunState.FAILED), null, null, null, 100)
                                .items()
                                .size(),
                "ended", runs.list(ENDED, null, null, null, 8).items(),
                "working",
                        operations.newest(200).stream().filter(Show::isActive).toList(),
                "silent",
                        points.all().stream()
                                .filter(point -> point.state() != DistributionPoint.State.ONLINE)
                                .limit(MOST_SHOWN)
                                .toList(),
                "lacking",
                        contents.counted().stream()
                                .filter(content -> content.counts().errors() > 0)
                                .limit(MOST_SHOWN)
                                .toList());
        Live live = Live.on("run", "run-step", "device", "operation", "distribution-point", "distribution");
        return pages.show(request, caller, new Pages.View(Section.OVERVIEW, "Overview", live, "overview", model));
    }
}
