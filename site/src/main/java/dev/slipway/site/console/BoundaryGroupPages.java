package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.distribution.BoundaryGroup;
import dev.slipway.site.distribution.BoundaryGroups;
import dev.slipway.site.distribution.Points;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
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
@RequestMapping("/boundary-groups")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class BoundaryGroupPages {
    private static final String PATH = "/boundary-groups";
    private static final Listing<BoundaryGroup> LIST = Listing.of(
                    "boundary-groups", PATH, "boundary group", "boundary groups", BoundaryGroup::id)
            .column(
                    "name",
                    "Name",
                    group -> Cell.link(group.name(), PATH + "/" + group.id()).under(group.comment()))
            .column("id", "ID", group -> Cell.code(group.id()))
            .column(
                    "boundaries",
                    "Boundaries",
                    group -> Cell.text(group.isDefault() ? "every machine" : boundaries(group)))
            .figures("points", "Points", group -> Cell.number(group.points().size()))
            .figures(
                    "fallback",
                    "Neighbours",
                    group -> Cell.number(group.fallback().size()));
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.BOUNDARY_GROUPS,
            "Boundary groups",
            "Which machines, by address, fetch from which points first.",
            Live.on("boundary-group"),
            "Create a group",
            PATH + "/new");
    private final Pages pages;
    private final Lists lists;
    private final BoundaryGroups groups;
    private final Points points;

    BoundaryGroupPages(Pages pages, Lists lists, BoundaryGroups groups, Points points) {
        this.pages = pages;
        this.lists = lists;
        this.groups = groups;
        this.points = points;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, PAGE.view(lists.view(LIST, groups.all(), request, caller)));
    }

    @GetMapping("/new")
    ResponseEntity<String> form(HttpServletRequest request, Caller caller) {
        return pages.show(
                request,
                caller,
                new Pages.View(
                        Section.BOUNDARY_GROUPS,
                        "Create a boundary group",
                        "groupNew",
                        Map.of(
                                "action",
                                PATH,
                                "lead",
                                "Its boundaries, points and neighbours are set on the next page.")));
    }

    @PostMapping
    ResponseEntity<String> create(HttpServletRequest request, @RequestParam String name) {
        return pages.make(
                request,
                PATH + "/new",
                "The group is created. Say which machines belong to it, and which points serve them.",
                () -> PATH + "/"
                        + groups.create(new BoundaryGroups.Change(name, null, null, null, null))
                                .id());
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{groupId}")
    ResponseEntity<String> group(HttpServletRequest request, Caller caller, @PathVariable String groupId) {
        BoundaryGroup group = groups.get(groupId);
        List<Chooser.Item> others = groups.all().stream()
                .filter(other -> !other.isDefault() && !other.id().equals(groupId))
                .map(other -> new Chooser.Item(other.id(), other.name(), other.id() + " " + boundaries(other)))
                .toList();
        return pages.show(
                request,
                caller,
                new Pages.View(
                        Section.BOUNDARY_GROUPS,
                        group.name(),
                        "boundaryGroup",
                        Map.of(
                                "group",
                                group,
                                "points",
                                Chooser.ofPoints(points.all(), group.points()),
                                "fallback",
                                Chooser.of(others, group.fallback()))));
    }

    private static String boundaries(BoundaryGroup group) {
        return String.join(", ", group.boundaries());
    }

    /** Points and neighbours are given in their order. */
    @PostMapping("/{groupId}")
    ResponseEntity<String> change(
            HttpServletRequest request,
            @PathVariable String groupId,
            @RequestParam Map<String, String> input,
            @RequestParam(name = "points", defaultValue = "") List<String> chosen,
            @RequestParam(defaultValue = "") List<String> fallback) {
        return pages.act(
                request,
                PATH + "/" + groupId,
                "Saved.",
                () -> groups.change(
                        groupId,
                        new BoundaryGroups.Change(
                                input.get("name"),
                                input.get("comment"),
                                lines(input.getOrDefault("boundaries", "")),
                                chosen,
                                fallback)));
    }

    private static List<String> lines(String text) {
        return Arrays.stream(text.split("[\\r\\n,]+"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @PostMapping("/{groupId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String groupId) {
        return pages.act(request, PATH, PATH + "/" + groupId, "The group is deleted.", () -> groups.delete(groupId));
    }
}
