package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.content.NeedsContent;
import dev.slipway.site.distribution.ContentStatus;
import dev.slipway.site.distribution.ContentStatuses;
import dev.slipway.site.distribution.Distributions;
import dev.slipway.site.distribution.Distributions.Outcome;
import dev.slipway.site.distribution.PrestagedFiles;
import dev.slipway.site.distribution.Targets;
import dev.slipway.site.lock.LockFree;
import dev.slipway.site.operation.Operation;
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

/** Content status (DIST-6, DIST-7) and the wizard Distribute Content (DIST-2). */
@RestController
@RequestMapping("/content-status")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class ContentStatusPages {
    private static final String PLACES = "Where the content lies is no property of the object";
    private static final String PATH = "/content-status";
    private static final Listing<ContentStatus> LIST = Listing.of(
                    "content-status", PATH, "package", "packages", ContentStatus::packageId)
            .column("name", "Name", status -> Cell.link(status.name(), PATH + "/" + status.packageId()))
            .column("id", "ID", status -> Cell.code(status.packageId()))
            .further("type", "Type", status -> Cell.text(status.type()))
            .column("state", "State", status -> ContentPlaces.state(status.counts()))
            .figures("targeted", "Targeted", status -> Cell.number(status.targeted()))
            .figures("installed", "Installed", status -> Cell.number(status.installed()))
            .figures("progress", "In progress", status -> Cell.number(status.inProgress()))
            .figures("retrying", "Retrying", status -> Cell.number(status.retrying()))
            .figures("failed", "Failed", status -> Cell.number(status.failed()))
            .figures("unknown", "Unknown", status -> Cell.number(status.unknown()))
            .figures("size", "Size", status -> Cell.size(status.sizeBytes()))
            .whenEmpty("Add an image or a package with content; it is at the site's own point at once.");
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.CONTENT_STATUS,
            "Content status",
            "What lies at which distribution point, and what is on its way.",
            Live.on("distribution"));
    private final Pages pages;
    private final Lists lists;
    private final ContentPlaces places;
    private final ContentStatuses statuses;
    private final Distributions distributions;
    private final PrestagedFiles prestaged;

    ContentStatusPages(
            Pages pages,
            Lists lists,
            ContentPlaces places,
            ContentStatuses statuses,
            Distributions distributions,
            PrestagedFiles prestaged) {
        this.pages = pages;
        this.lists = lists;
        this.places = places;
        this.statuses = statuses;
        this.distributions = distributions;
        this.prestaged = prestaged;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, PAGE.view(lists.view(LIST, statuses.counted(), request, caller)));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @LockFree(PLACES)
    @GetMapping("/{packageId}")
    ResponseEntity<String> status(HttpServletRequest request, Caller caller, @PathVariable String packageId) {
        ContentStatus status = statuses.get(packageId);
        Map<String, Object> model =
                places.model(ContentPlaces.About.PACKAGE, PATH + "/" + packageId, status.points(), request, caller);
        model.put("status", status);
        model.put("messages", statuses.messages(packageId, "", Long.MAX_VALUE, 50));
        return pages.show(
                request,
                caller,
                new Pages.View(
                        Section.CONTENT_STATUS,
                        status.name(),
                        Live.about(packageId, "distribution"),
                        "contentStatus",
                        model));
    }

    /** Of a package, or of all that a task sequence needs (DIST-2). */
    @LockFree(PLACES)
    @GetMapping("/{packageId}/distribute")
    ResponseEntity<String> wizard(HttpServletRequest request, Caller caller, @PathVariable String packageId) {
        return pages.show(request, caller, wizard(packageId, FormProblem.NONE));
    }

    private Pages.View wizard(String packageId, FormProblem problem) {
        return new Pages.View(
                Section.CONTENT_STATUS,
                "Distribute content",
                "contentDistribute",
                Map.of("offer", statuses.offer(packageId), "problem", problem));
    }

    @LockFree(PLACES)
    @PostMapping("/{packageId}/distribute")
    ResponseEntity<String> distribute(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String packageId,
            @RequestParam(defaultValue = "") List<String> point,
            @RequestParam(defaultValue = "") List<String> group,
            @RequestParam(defaultValue = "") List<String> collection) {
        try {
            List<Outcome> outcomes = distributions.distribute(packageId, new Targets(point, group, collection));
            boolean one =
                    outcomes.stream().allMatch(outcome -> outcome.packageId().equals(packageId));
            return pages.go(
                    request,
                    PATH + (one ? "/" + packageId : ""),
                    Notice.done(ContentPlacePages.sentence("On its way", outcomes)));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, wizard(packageId, FormProblem.of(e)));
        }
    }

    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/{packageId}/update")
    ResponseEntity<String> update(HttpServletRequest request, Caller caller, @PathVariable String packageId) {
        try {
            Operation operation = distributions.update(packageId, false, caller);
            return pages.go(request, "/operations/" + operation.id(), PackageVersionPages.updating());
        } catch (SlipwayException e) {
            return pages.go(request, PATH + "/" + packageId, Notice.of(e));
        }
    }

    /** DIST-11: goes to the operation, which tells where the file can be fetched. */
    @LockFree(PLACES)
    @NeedsContent(ContentAccess.READ)
    @PostMapping("/{packageId}/prestage")
    ResponseEntity<String> prestage(HttpServletRequest request, Caller caller, @PathVariable String packageId) {
        String operation =
                prestaged.create(List.of(packageId), List.of(), caller).id();
        return pages.go(
                request,
                "/operations/" + operation,
                Notice.done("The file is being written; afterwards it can be downloaded here."));
    }
}
