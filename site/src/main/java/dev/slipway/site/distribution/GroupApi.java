package dev.slipway.site.distribution;

import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Groups of points and boundary groups in the human API. */
@RestController
@RequestMapping("/api/v1")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class GroupApi {
    private final PointGroups groups;
    private final ContentStatuses statuses;
    private final BoundaryGroups boundaryGroups;

    GroupApi(PointGroups groups, ContentStatuses statuses, BoundaryGroups boundaryGroups) {
        this.groups = groups;
        this.statuses = statuses;
        this.boundaryGroups = boundaryGroups;
    }

    record Body(@Nullable String name, @Nullable String comment) {}

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/point-groups")
    Page<PointGroup> list(
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String after) {
        return Page.of(groups.all(), after, limit, PointGroup::id);
    }

    @PostMapping("/point-groups")
    @ResponseStatus(HttpStatus.CREATED)
    PointGroup create(@RequestBody Body body) {
        if (body.name() == null) {
            throw SlipwayException.invalid("name", "A group needs a name.");
        }
        return groups.create(body.name(), body.comment() == null ? "" : body.comment());
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/point-groups/{groupId}")
    PointGroup get(@PathVariable String groupId) {
        return groups.get(groupId);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/point-groups/{groupId}/content")
    Page<ContentStatus.AtPoint> content(@PathVariable String groupId) {
        return Page.whole(statuses.ofGroup(groups.get(groupId)));
    }

    @PatchMapping("/point-groups/{groupId}")
    PointGroup change(@PathVariable String groupId, @RequestBody Body body) {
        return groups.change(groupId, body.name(), body.comment());
    }

    @DeleteMapping("/point-groups/{groupId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String groupId) {
        groups.delete(groupId);
    }

    @PutMapping("/point-groups/{groupId}/points/{pointId}")
    PointGroup addPoint(@PathVariable String groupId, @PathVariable String pointId) {
        return groups.addPoint(groupId, pointId);
    }

    @DeleteMapping("/point-groups/{groupId}/points/{pointId}")
    PointGroup removePoint(@PathVariable String groupId, @PathVariable String pointId) {
        return groups.removePoint(groupId, pointId);
    }

    @PutMapping("/point-groups/{groupId}/collections/{collectionId}")
    PointGroup associate(@PathVariable String groupId, @PathVariable String collectionId) {
        return groups.associate(groupId, collectionId);
    }

    @DeleteMapping("/point-groups/{groupId}/collections/{collectionId}")
    PointGroup dissociate(@PathVariable String groupId, @PathVariable String collectionId) {
        return groups.dissociate(groupId, collectionId);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/boundary-groups")
    Page<BoundaryGroup> boundaryGroups(
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String after) {
        return Page.of(boundaryGroups.all(), after, limit, BoundaryGroup::id);
    }

    @PostMapping("/boundary-groups")
    @ResponseStatus(HttpStatus.CREATED)
    BoundaryGroup createBoundaryGroup(@RequestBody BoundaryGroups.Change body) {
        return boundaryGroups.create(body);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/boundary-groups/{groupId}")
    BoundaryGroup boundaryGroup(@PathVariable String groupId) {
        return boundaryGroups.get(groupId);
    }

    @PatchMapping("/boundary-groups/{groupId}")
    BoundaryGroup changeBoundaryGroup(@PathVariable String groupId, @RequestBody BoundaryGroups.Change body) {
        return boundaryGroups.change(groupId, body);
    }

    @DeleteMapping("/boundary-groups/{groupId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteBoundaryGroup(@PathVariable String groupId) {
        boundaryGroups.delete(groupId);
    }
}
