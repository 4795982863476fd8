package dev.slipway.site.console;

import dev.slipway.protocol.Assignments.Purpose;
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
import java.util.LinkedHashMap;
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
    private final Pages pages;
    private final Deployments deployments;
    private final TaskSequences sequences;
    private final Collections collections;

    DeploymentPages(Pages pages, Deployments deployments, TaskSequences sequences, Collections collections) {
        this.pages = pages;
        this.deployments = deployments;
        this.sequences = sequences;
        this.collections = collections;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        List<Deployment> all = deployments.list(null, null, null, 200).items();
        Map<String, DeploymentStatus.Counts> counts = new LinkedHashMap<>();
        all.forEach(deployment -> counts.put(deployment.id(), deployments.counts(deployment)));
        Map<String, Object> model = Map.of("deployments", all, "counts", counts);
        return pages.show(
                request,
                caller,
                new Pages.View(Section.DEPLOYMENTS, "Deployments", Live.on("deployment", "run"), "deployments", model));
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
            @RequestParam Map<String, String> input) {
        try {
            Deployment made = deployments.create(
                    new Deployments.Wanted(
                            input.getOrDefault("sequence", ""),
                            input.getOrDefault("collection", ""),
                            purpose,
                            availableTo,
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
