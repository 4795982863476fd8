package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.distribution.BoundaryGroups;
import dev.slipway.site.distribution.ContentCounts;
import dev.slipway.site.distribution.ContentStatuses;
import dev.slipway.site.distribution.DistributionPoint;
import dev.slipway.site.distribution.Distributions;
import dev.slipway.site.distribution.JoinCodes;
import dev.slipway.site.distribution.PointGroups;
import dev.slipway.site.distribution.Points;
import dev.slipway.site.distribution.RateLimit;
import dev.slipway.site.distribution.WeekSchedule;
import dev.slipway.site.library.PackageSettings.Priority;
import dev.slipway.site.listener.Addresses;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
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
@RequestMapping("/distribution-points")
@Requires(Role.FULL_ADMINISTRATOR)
class PointPages {
    private static final String PATH = "/distribution-points";
    private static final int LARGEST_BLOCK_KIB = 1 << 20;

    /** A point and what stands there. */
    private record Row(DistributionPoint point, ContentCounts counts) {}

    private static final Listing<Row> LIST = Listing.<Row>of(
                    "distribution-points",
                    PATH,
                    "distribution point",
                    "distribution points",
                    row -> row.point().id())
            .column(
                    "name",
                    "Name",
                    row -> Cell.link(
                                    row.point().name(), PATH + "/" + row.point().id())
                            .under(row.point().comment()))
            .column(
                    "state",
                    "State",
                    row -> Cell.state(DistributionShow.tone(row.point()), DistributionShow.state(row.point())))
            .column("content", "Content", row -> ContentPlaces.state(row.counts()))
            .figures("installed", "Installed", row -> Cell.number(row.counts().installed()))
            .figures("targeted", "Targeted", row -> Cell.number(row.counts().targeted()))
            .further("progress", "In progress", row -> Cell.number(row.counts().inProgress()))
            .further("retrying", "Retrying", row -> Cell.number(row.counts().retrying()))
            .further("failed", "Failed", row -> Cell.number(row.counts().failed()))
            .further("kind", "Kind", row -> Cell.text(DistributionShow.kind(row.point())))
            .further("id", "ID", row -> Cell.code(row.point().id()))
            .further("version", "Version", row -> Cell.text(row.point().version()))
            .further(
                    "address", "Address", row -> Cell.code(row.point().address().contentUrl()))
            .figures("free", "Free", row -> Cell.size(row.point().freeBytes()))
            .figures("stored", "Stored", row -> Cell.size(row.point().storedBytes()))
            .further(
                    "priority",
                    "Priority",
                    row -> Cell.text(Show.word(row.point().priority())))
            .further(
                    "speed",
                    "Speed",
                    row -> Cell.text(DistributionShow.speed(row.point().speed())))
            .column(
                    "reported",
                    "Last report",
                    row -> Cell.time(row.point().lastReportAt().orElse(null), "never"));
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.POINTS,
            "Distribution points",
            "Places from which machines fetch content.",
            Live.on("distribution-point", "distribution"),
            "Add distribution point",
            PATH + "/new");
    private final Pages pages;
    private final Lists lists;
    private final ContentPlaces places;
    private final Points points;
    private final JoinCodes codes;
    private final PointGroups groups;
    private final BoundaryGroups boundaryGroups;
    private final ContentStatuses statuses;
    private final Distributions distributions;
    private final Addresses addresses;
    private final Clock clock;

    PointPages(
            Pages pages,
            Lists lists,
            ContentPlaces places,
            Points points,
            JoinCodes codes,
            PointGroups groups,
            BoundaryGroups boundaryGroups,
            ContentStatuses statuses,
            Distributions distributions,
            Addresses addresses,
            Clock clock) {
        this.pages = pages;
        this.lists = lists;
        this.places = places;
        this.points = points;
        this.codes = codes;
        this.groups = groups;
        this.boundaryGroups = boundaryGroups;
        this.statuses = statuses;
        this.distributions = distributions;
        this.addresses = addresses;
        this.clock = clock;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        Map<String, ContentCounts> counts = statuses.countsOfPoints();
        List<Row> rows = points.all().stream()
                .map(point -> new Row(point, counts.getOrDefault(point.id(), ContentCounts.NONE)))
                .toList();
        return pages.show(request, caller, PAGE.view(lists.view(LIST, rows, request, caller)));
    }

    @GetMapping("/new")
    ResponseEntity<String> form(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, form(Map.of(), FormProblem.NONE, ""));
    }

    private Pages.View form(Map<String, String> input, FormProblem problem, String code) {
        return new Pages.View(
                Section.POINTS,
                "Add a distribution point",
                Live.on("distribution-point"),
                "pointNew",
                Map.of("input", input, "problem", problem, "code", code, "codes", codes.all(), "now", clock.instant()));
    }

    /** Shows the code once; it is nowhere else. */
    @PostMapping("/join-code")
    ResponseEntity<String> joinCode(
            HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input) {
        try {
            int minutes = Numbers.whole(input, "minutes", 60);
            JoinCodes.Made made = codes.make(addresses.machineUrl(request), Duration.ofMinutes(minutes), caller);
            return pages.show(request, caller, form(Map.of(), FormProblem.NONE, made.code()));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, form(input, FormProblem.of(e), ""));
        }
    }

    @PostMapping("/join-code/{codeId}/revoke")
    ResponseEntity<String> revoke(HttpServletRequest request, @PathVariable String codeId) {
        return pages.act(request, PATH + "/new", "The join code works no more.", () -> codes.revoke(codeId));
    }

    @PostMapping
    ResponseEntity<String> addPlain(
            HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input) {
        try {
            DistributionPoint added =
                    points.addPlain(input.getOrDefault("name", ""), "", input.getOrDefault("contentUrl", ""));
            return pages.go(request, PATH + "/" + added.id(), Notice.done(added.name() + " is added."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, form(input, FormProblem.of(e), ""));
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{pointId}")
    ResponseEntity<String> point(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String pointId,
            @RequestParam(defaultValue = "general") String tab) {
        return show(request, caller, points.get(pointId), tab, new HashMap<>());
    }

    /** What stands at the point, what comes and goes (DIST-7). */
    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{pointId}/content")
    ResponseEntity<String> content(HttpServletRequest request, Caller caller, @PathVariable String pointId) {
        DistributionPoint point = points.get(pointId);
        String path = PATH + "/" + pointId + "/content";
        Map<String, Object> model =
                places.model(ContentPlaces.About.POINT, path, statuses.atPoint(pointId), request, caller);
        return show(request, caller, point, "content", model);
    }

    private ResponseEntity<String> show(
            HttpServletRequest request, Caller caller, DistributionPoint point, String tab, Map<String, Object> model) {
        model.put("point", point);
        model.put("tab", tab);
        List<DistributionPoint> others = points.all().stream()
                .filter(other -> other.kind() != DistributionPoint.Kind.SITE
                        && !other.id().equals(point.id()))
                .toList();
        model.put("sources", Chooser.ofPoints(others, point.sources()));
        model.put("counts", statuses.countsOfPoints().getOrDefault(point.id(), ContentCounts.NONE));
        model.put("groups", groups.all());
        model.put("boundaryGroups", boundaryGroups.all());
        model.put("messages", statuses.messages("", point.id(), Long.MAX_VALUE, 100));
        Live live = Live.on("distribution-point", "distribution");
        return pages.show(request, caller, new Pages.View(Section.POINTS, point.name(), live, "point", model));
    }

    @PostMapping("/{pointId}")
    ResponseEntity<String> change(
            HttpServletRequest request,
            @PathVariable String pointId,
            @RequestParam Map<String, String> input,
            @RequestParam(defaultValue = "") List<String> source) {
        return pages.act(request, PATH + "/" + pointId, "Saved.", () -> {
            boolean remote = points.get(pointId).kind() == DistributionPoint.Kind.REMOTE;
            points.change(
                    pointId,
                    new Points.Change(
                            input.get("name"),
                            input.get("comment"),
                            input.get("contentUrl"),
                            input.containsKey("maintenance"),
                            Priority.valueOf(input.getOrDefault("priority", "MEDIUM")),
                            input.containsKey("prestaged"),
                            Numbers.whole(input, "validateDays", 0),
                            null,
                            null,
                            remote ? source : null,
                            remote ? Numbers.large(input, "pinnedBytesPerSecond", 0) : null));
        });
    }

    /** A cell of the grid is a field {@code h<number>}; {@code fill} sets a whole day or the week. */
    @PostMapping("/{pointId}/schedule")
    ResponseEntity<String> schedule(
            HttpServletRequest request, @PathVariable String pointId, @RequestParam Map<String, String> input) {
        return pages.act(request, PATH + "/" + pointId + "?tab=schedule", "Saved.", () -> {
            StringBuilder hours = new StringBuilder();
            for (int hour = 0; hour < 7 * 24; hour++) {
                String fill = input.getOrDefault("fill" + hour / 24, "");
                hours.append(fill.isEmpty() ? input.getOrDefault("h" + hour, "A") : fill);
            }
            String all = hours.toString();
            WeekSchedule week = all.equals("A".repeat(7 * 24)) ? WeekSchedule.OPEN : new WeekSchedule(all);
            RateLimit.Kind kind = RateLimit.Kind.valueOf(input.getOrDefault("rate", "UNLIMITED"));
            RateLimit rate = new RateLimit(
                    kind,
                    kind == RateLimit.Kind.PULSE
                            ? Math.min(Numbers.whole(input, "blockKib", 256), LARGEST_BLOCK_KIB) * 1024
                            : 0,
                    kind == RateLimit.Kind.PULSE ? Numbers.whole(input, "delayMillis", 100) : 0,
                    kind == RateLimit.Kind.PERCENT ? percents(input) : List.of());
            points.change(pointId, new Points.Change(null, null, null, null, null, null, null, week, rate, null, null));
        });
    }

    /** One for all hours, or one for each. */
    private static List<Integer> percents(Map<String, String> input) {
        List<Integer> given = Numbers.several(input, "percents");
        return given.size() == 1 ? Collections.nCopies(24, given.getFirst()) : given;
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/{pointId}/validate")
    ResponseEntity<String> validate(HttpServletRequest request, @PathVariable String pointId) {
        return pages.act(
                request,
                PATH + "/" + pointId + "/content",
                "The validation begins.",
                () -> distributions.validatePoint(pointId));
    }

    @PostMapping("/{pointId}/remove")
    ResponseEntity<String> remove(HttpServletRequest request, @PathVariable String pointId) {
        return pages.act(
                request,
                PATH,
                PATH + "/" + pointId,
                "The distribution point is removed.",
                () -> points.remove(pointId));
    }
}
