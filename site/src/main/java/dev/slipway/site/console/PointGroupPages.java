package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.distribution.ContentCounts;
import dev.slipway.site.distribution.ContentStatuses;
import dev.slipway.site.distribution.PointGroup;
import dev.slipway.site.distribution.PointGroups;
import dev.slipway.site.distribution.Points;
import dev.slipway.site.fleet.Collections;
import jakarta.servlet.http.HttpServletRequest;
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

/** Groups of distribution points (DIST-8). */
@RestController
@RequestMapping("/point-groups")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class PointGroupPages {
    private static final String PATH = "/point-groups";

    /** A group and what stands at its points. */
    private record Row(PointGroup group, ContentCounts counts) {}

    private static final Listing<Row> LIST = Listing.<Row>of(
                    "point-groups",
                    PATH,
                    "point group",
                    "point groups",
                    row -> row.group().id())
            .column(
                    "name",
                    "Name",
                    row -> Cell.link(
                                    row.group().name(), PATH + "/" + row.group().id())
                            .under(row.group().comment()))
            .column("id", "ID", row -> Cell.code(row.group().id()))
            .column("state", "State", row -> ContentPlaces.state(row.counts()))
            .figures("points", "Points", row -> Cell.number(row.group().points().size()))
            .figures(
                    "content",
                    "Content",
                    row -> Cell.number(row.group().packages().size()))
            .figures("targeted", "Targeted", row -> Cell.number(row.counts().targeted()))
            .figures("installed", "Installed", row -> Cell.number(row.counts().installed()))
            .figures(
                    "collections",
                    "Collections",
                    row -> Cell.number(row.group().collections().size()))
            .whenEmpty("A group gets content together: a point that joins receives all of it.");
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.POINT_GROUPS,
            "Point groups",
            "Distribution points that get content together.",
            Live.on("point-group", "distribution"),
            "Create a group",
            PATH + "/new");
    private final Pages pages;
    private final Lists lists;
    private final ContentPlaces places;
    private final PointGroups groups;
    private final Points points;
    private final ContentStatuses statuses;
    private final Collections collections;

    PointGroupPages(
            Pages pages,
            Lists lists,
            ContentPlaces places,
            PointGroups groups,
            Points points,
            ContentStatuses statuses,
            Collections collections) {
        this.pages = pages;
        this.lists = lists;
        this.places = places;
        this.groups = groups;
        this.points = points;
        this.statuses = statuses;
        this.collections = collections;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        Map<String, ContentCounts> counts = statuses.countsOfGroups();
        List<Row> rows = groups.all().stream()
                .map(group -> new Row(group, counts.getOrDefault(group.id(), ContentCounts.NONE)))
                .toList();
        return pages.show(request, caller, PAGE.view(lists.view(LIST, rows, request, caller)));
    }

    @GetMapping("/new")
    ResponseEntity<String> form(HttpServletRequest request, Caller caller) {
        return pages.show(
                request,
                caller,
                new Pages.View(
                        Section.POINT_GROUPS,
                        "Create a point group",
                        "groupNew",
                        Map.of("action", PATH, "lead", "Points that join it receive all its content.")));
    }

    @PostMapping
    ResponseEntity<String> create(HttpServletRequest request, @RequestParam String name) {
        return pages.make(
                request,
                PATH + "/new",
                "The group is created. Add its points.",
                () -> PATH + "/" + groups.create(name, "").id());
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{groupId}")
    ResponseEntity<String> group(HttpServletRequest request, Caller caller, @PathVariable String groupId) {
        PointGroup group = groups.get(groupId);
        Map<String, Object> model = new HashMap<>();
        model.put("points", points.all());
        model.put("collections", collections.list(null, 500).items());
        model.put("tab", "general");
        return show(request, caller, group, model);
    }

    /** The group's content at its points (DIST-7). */
    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{groupId}/content")
    ResponseEntity<String> content(HttpServletRequest request, Caller caller, @PathVariable String groupId) {
        PointGroup group = groups.get(groupId);
        String path = PATH + "/" + groupId + "/content";
        Map<String, Object> model =
                places.model(ContentPlaces.About.GROUP, path, statuses.ofGroup(group), request, caller);
        model.put("tab", "content");
        return show(request, caller, group, model);
    }

    private ResponseEntity<String> show(
            HttpServletRequest request, Caller caller, PointGroup group, Map<String, Object> model) {
        model.put("group", group);
        return pages.show(
                request,
                caller,
                new Pages.View(Section.POINT_GROUPS, group.name(), Live.on("distribution"), "pointGroup", model));
    }

    @PostMapping("/{groupId}/points")
    ResponseEntity<String> join(HttpServletRequest request, @PathVariable String groupId, @RequestParam String point) {
        return act(
                request,
                groupId,
                "The point is in the group and gets its content.",
                () -> groups.addPoint(groupId, point));
    }

    @PostMapping("/{groupId}/points/{pointId}/remove")
    ResponseEntity<String> leave(
            HttpServletRequest request, @PathVariable String groupId, @PathVariable String pointId) {
        return act(
                request,
                groupId,
                "The point left the group and keeps what it has.",
                () -> groups.removePoint(groupId, pointId));
    }

    @PostMapping("/{groupId}/collections")
    ResponseEntity<String> associate(
            HttpServletRequest request,
            @PathVariable String groupId,
            @RequestParam(defaultValue = "") List<String> collection) {
        return act(request, groupId, "Saved. Content that was distributed before does not follow by itself.", () -> {
            PointGroup now = groups.get(groupId);
            now.collections().stream()
                    .filter(id -> !collection.contains(id))
                    .forEach(id -> groups.dissociate(groupId, id));
            collection.stream()
                    .filter(id -> !now.collections().contains(id))
                    .forEach(id -> groups.associate(groupId, id));
        });
    }

    @PostMapping("/{groupId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String groupId) {
        return pages.act(request, PATH, PATH + "/" + groupId, "The group is deleted.", () -> groups.delete(groupId));
    }

    private ResponseEntity<String> act(HttpServletRequest request, String group, String done, Runnable action) {
        return pages.act(request, PATH + "/" + group, done, action);
    }
}
