package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.deployment.Deployments;
import dev.slipway.site.fleet.Collection;
import dev.slipway.site.fleet.Collections;
import dev.slipway.site.fleet.Device;
import dev.slipway.site.fleet.Devices;
import dev.slipway.site.fleet.FleetVariables;
import dev.slipway.site.fleet.VariableOwner;
import jakarta.servlet.http.HttpServletRequest;
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
@RequestMapping("/collections")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class CollectionPages {
    private static final Listing<Collection> LIST = Listing.of(
                    "collections", "/collections", "collection", "collections", Collection::id)
            .column("name", "Name", one -> Cell.link(one.name(), "/collections/" + one.id()))
            .column("id", "ID", one -> Cell.code(one.id()))
            .column("comment", "Comment", one -> Cell.text(one.comment()))
            .column("kind", "Kind", one -> Cell.text(one.builtIn() ? "built in" : "direct members"))
            .figures("devices", "Devices", one -> Cell.number(one.memberCount()))
            .further("created", "Created", one -> Cell.time(one.builtIn() ? null : one.createdAt(), ""))
            .action(new ListAction(
                    "Delete",
                    "/collections/selected/delete",
                    "Delete the selected collections? Their devices stay.",
                    true,
                    Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER));
    private final Pages pages;
    private final Lists lists;
    private final Collections collections;
    private final Devices devices;
    private final FleetVariables variables;
    private final Deployments deployments;

    CollectionPages(
            Pages pages,
            Lists lists,
            Collections collections,
            Devices devices,
            FleetVariables variables,
            Deployments deployments) {
        this.pages = pages;
        this.lists = lists;
        this.collections = collections;
        this.devices = devices;
        this.variables = variables;
        this.deployments = deployments;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, view(request, caller, Map.of(), FormProblem.NONE));
    }

    @PostMapping("/selected/delete")
    ResponseEntity<String> deleteSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/collections", id, "deleted", collections::delete);
    }

    private Pages.View view(HttpServletRequest request, Caller caller, Map<String, String> input, FormProblem problem) {
        List<Collection> all = Lists.all(10_000, after -> collections.list(after, Page.MOST));
        Live live = problem.exists() ? Live.NONE : Live.on("collection", "device");
        return new Pages.View(
                Section.COLLECTIONS,
                "Collections",
                live,
                "collections",
                Map.of("list", lists.view(LIST, all, request, caller), "input", input, "problem", problem));
    }

    @PostMapping
    ResponseEntity<String> create(HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input) {
        try {
            Collection made = collections.create(
                    input.getOrDefault("name", "").strip(),
                    input.getOrDefault("comment", "").strip(),
                    1);
            return pages.go(request, "/collections/" + made.id(), Notice.done("The collection is there; add devices."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, view(request, caller, input, FormProblem.of(e)));
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{collectionId}")
    ResponseEntity<String> collection(HttpServletRequest request, Caller caller, @PathVariable String collectionId) {
        Collection collection = collections.get(collectionId);
        List<Device> members =
                devices.list(null, collectionId, "", null, Page.MOST).items();
        List<Long> inside = members.stream().map(Device::id).toList();
        Map<String, Object> model = Map.of(
                "collection",
                collection,
                "members",
                members,
                "others",
                collection.builtIn()
                        ? List.of()
                        : devices.list(null, null, "", null, Page.MOST).items().stream()
                                .filter(device -> !inside.contains(device.id()))
                                .toList(),
                "variables",
                variables.list(VariableOwner.collection(collectionId)),
                "deployments",
                deployments.list(null, collectionId, null, 100).items());
        Live live = Live.on("collection", "device", "deployment");
        return pages.show(
                request, caller, new Pages.View(Section.COLLECTIONS, collection.name(), live, "collection", model));
    }

    @PostMapping("/{collectionId}/members")
    ResponseEntity<String> add(
            HttpServletRequest request, @PathVariable String collectionId, @RequestParam long device) {
        return pages.act(
                request,
                "/collections/" + collectionId,
                "The device is a member now.",
                () -> collections.addMember(collectionId, device));
    }

    @PostMapping("/{collectionId}/members/{deviceId}/remove")
    ResponseEntity<String> remove(
            HttpServletRequest request, @PathVariable String collectionId, @PathVariable long deviceId) {
        return pages.act(
                request,
                "/collections/" + collectionId,
                "The device is no member any more.",
                () -> collections.removeMember(collectionId, deviceId));
    }

    @PostMapping("/{collectionId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String collectionId) {
        return pages.act(
                request,
                "/collections",
                "/collections/" + collectionId,
                "The collection is deleted; its devices stay.",
                () -> collections.delete(collectionId));
    }

    @PostMapping("/{collectionId}/variables")
    ResponseEntity<String> setVariable(
            HttpServletRequest request,
            @PathVariable String collectionId,
            @RequestParam String name,
            @RequestParam String value,
            @RequestParam(defaultValue = "false") boolean secret) {
        return pages.act(
                request,
                "/collections/" + collectionId,
                name + " is set.",
                () -> variables.put(VariableOwner.collection(collectionId), name.strip(), value, secret));
    }

    @PostMapping("/{collectionId}/variables/{name}/delete")
    ResponseEntity<String> removeVariable(
            HttpServletRequest request, @PathVariable String collectionId, @PathVariable String name) {
        return pages.act(
                request,
                "/collections/" + collectionId,
                name + " is removed.",
                () -> variables.remove(VariableOwner.collection(collectionId), name));
    }
}
