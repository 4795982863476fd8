package dev.slipway.site.console;

import dev.slipway.protocol.Assignments.Purpose;
import dev.slipway.protocol.ContentOption;
import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.deployment.AvailableTo;
import dev.slipway.site.deployment.Deployment;
import dev.slipway.site.deployment.DeploymentStatus;
import dev.slipway.site.deployment.Deployments;
import dev.slipway.site.fleet.Collections;
import dev.slipway.site.sequence.TaskSequences;
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
@RequestMapping("/deployments")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class DeploymentPages {
    private record Counted(Deployment deployment, DeploymentStatus.Counts counts) {}

    private static final Listing<Counted> LIST = Listing.<Counted>of(
                    "deployments",
                    "/deployments",
                    "deployment",
                    "deployments",
                    one -> one.deployment().id())
            .column(
                    "sequence",
                    "Task sequence",
                    one -> Cell.link(
                                    one.deployment().sequenceName(),
                                    "/deployments/" + one.deployment().id())
                            .under(one.deployment().comment()))
            .further("id", "ID", one -> Cell.code(one.deployment().id()))
            .column(
                    "collection",
                    "Collection",
                    one -> Cell.link(
                            one.deployment().collectionName(),
                            "/collections/" + one.deployment().collection()))
            .column(
                    "purpose",
                    "Purpose",
                    one -> Cell.text(Show.word(one.deployment().purpose()))
                            .under(Show.availableTo(one.deployment().availableTo())))
            .column(
                    "state",
                    "State",
                    one -> Cell.state(
                            one.deployment().enabled() ? "good" : "",
                            one.deployment().enabled() ? "enabled" : "disabled"))
            .figures("success", "Success", one -> Cell.number(one.counts().success()))
            .figures("progress", "In progress", one -> Cell.number(one.counts().inProgress()))
            .figures("error", "Error", one -> Cell.number(one.counts().error()))
            .figures("unknown", "Unknown", one -> Cell.number(one.counts().unknown()))
            .column("created", "Created", one -> Cell.time(one.deployment().createdAt()))
            .further("by", "By", one -> Cell.text(one.deployment().createdBy()))
            .sortedBy("created", true)
            .whenEmpty("Create one: choose a task sequence and the collection of machines that shall run it.")
            .action(new ListAction(
                    "Enable", "/deployments/selected/enable", "", false, Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER))
            .action(new ListAction(
                    "Disable", "/deployments/selected/disable", "", false, Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER))
            .action(new ListAction(
                    "Delete",
                    "/deployments/selected/delete",
                    "Delete the selected deployments?",
                    true,
                    Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER));
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.DEPLOYMENTS,
            "Deployments",
            "Task sequences offered to collections.",
            Live.on("deployment", "run"),
            "Create deployment",
            "/deployments/new");
    private final Pages pages;
    private final Lists lists;
    private final Deployments deployments;
    private final TaskSequences sequences;
    private final Collections collections;

    DeploymentPages(
            Pages pages, Lists lists, Deployments deployments, TaskSequences sequences, Collections collections) {
        this.pages = pages;
        this.lists = lists;
        this.deployments = deployments;
        this.sequences = sequences;
        this.collections = collections;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        List<Counted> all = Lists.all(2_000, after -> deployments.list(null, null, after, 200)).stream()
                .map(deployment -> new Counted(deployment, deployments.counts(deployment)))
                .toList();
        return pages.show(request, caller, PAGE.view(lists.view(LIST, all, request, caller)));
    }

    @PostMapping("/selected/enable")
    ResponseEntity<String> enableSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/deployments", id, "enabled", one -> deployments.enable(one, true));
    }

    @PostMapping("/selected/disable")
    ResponseEntity<String> disableSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/deployments", id, "disabled", one -> deployments.enable(one, false));
    }

    @PostMapping("/selected/delete")
    ResponseEntity<String> deleteSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/deployments", id, "deleted", deployments::delete);
    }

    /** The wizard: each step is a page of its own and carries the answers so far in its address. */
    @GetMapping("/new")
    ResponseEntity<String> wizard(HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input) {
        return pages.show(request, caller, wizard(input, FormProblem.NONE));
    }

    private Pages.View wizard(Map<String, String> input, FormProblem problem) {
        Map<String, Object> model = Map.of(
                "input",
                input,
                "problem",
                problem,
                "sequences",
                sequences.all(),
                "collections",
                collections.list(null, Page.MOST).items());
        return new Pages.View(Section.DEPLOYMENTS, "Create a deployment", "deploymentNew", model);
    }

    @PostMapping
    ResponseEntity<String> create(
            HttpServletRequest request,
            Caller caller,
            @RequestParam Purpose purpose,
            @RequestParam AvailableTo availableTo,
            @RequestParam(defaultValue = "WHEN_NEEDED") ContentOption contentOption,
            @RequestParam Map<String, String> input) {
        try {
            Deployment made = deployments.create(
                    new Deployments.Wanted(
                            input.getOrDefault("sequence", ""),
                            input.getOrDefault("collection", ""),
                            purpose,
                            availableTo,
                            contentOption,
                            input.getOrDefault("comment", "").strip()),
                    caller);
            return pages.go(
                    request,
                    "/deployments/" + made.id(),
                    Notice.done("The deployment is there. Machines learn of it when they boot from the network."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, wizard(input, FormProblem.of(e)));
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{deploymentId}")
    ResponseEntity<String> deployment(HttpServletRequest request, Caller caller, @PathVariable String deploymentId) {
        Deployment deployment = deployments.get(deploymentId);
        Map<String, Object> model = Map.of(
                "deployment", deployment,
                "counts", deployments.counts(deployment),
                "devices", deployments.devices(deploymentId, null, Page.MOST).items());
        Live live = Live.on("deployment", "run", "device");
        String title = deployment.sequenceName() + " to " + deployment.collectionName();
        return pages.show(request, caller, new Pages.View(Section.DEPLOYMENTS, title, live, "deployment", model));
    }

    @PostMapping("/{deploymentId}/enable")
    ResponseEntity<String> enable(HttpServletRequest request, @PathVariable String deploymentId) {
        return pages.act(
                request,
                "/deployments/" + deploymentId,
                "The deployment is enabled.",
                () -> deployments.enable(deploymentId, true));
    }

    @PostMapping("/{deploymentId}/disable")
    ResponseEntity<String> disable(HttpServletRequest request, @PathVariable String deploymentId) {
        return pages.act(
                request,
                "/deployments/" + deploymentId,
                "No machine starts it any more; runs that go on continue.",
                () -> deployments.enable(deploymentId, false));
    }

    @PostMapping("/{deploymentId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String deploymentId) {
        return pages.act(
                request,
                "/deployments",
                "/deployments/" + deploymentId,
                "The deployment is deleted; its runs stay as history.",
                () -> deployments.delete(deploymentId));
    }
}
