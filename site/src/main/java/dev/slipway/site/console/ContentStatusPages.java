package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.content.AccessAccounts;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
            .whenEmpty("Add an image or a package with content; it is at the site's own point at once.")
            .distributed()
            .action(ListAction.of("Create prestaged content file", PATH + "/prestage"));
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
    private final AccessAccounts access;

    ContentStatusPages(
            Pages pages,
            Lists lists,
            ContentPlaces places,
            ContentStatuses statuses,
            Distributions distributions,
            PrestagedFiles prestaged,
            AccessAccounts access) {
        this.access = access;
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
        return pages.show(request, caller, wizard(List.of(packageId), "", FormProblem.NONE));
    }

    /** @param from where it was asked for; empty: on the object's page */
    private Pages.View wizard(List<String> ids, String from, FormProblem problem) {
        return new Pages.View(
                Section.CONTENT_STATUS,
                "Distribute content",
                "contentDistribute",
                Map.of("offer", statuses.offer(ids.toArray(String[]::new)), "from", from, "problem", problem));
    }

    /** Distribute Content for what a list has selected, and the wizard's own form. @param go empty: the wizard is asked for */
    @LockFree(PLACES)
    @PostMapping("/distribute")
    ResponseEntity<String> distribute(
            HttpServletRequest request,
            Caller caller,
            @RequestParam(defaultValue = "") List<String> id,
            @RequestParam(defaultValue = "") List<String> point,
            @RequestParam(defaultValue = "") List<String> group,
            @RequestParam(defaultValue = "") List<String> collection,
            @RequestParam(defaultValue = "") String go,
            @RequestParam(defaultValue = "") String from) {
        String list = from.isEmpty() ? "" : ListPages.local(from);
        if (go.isEmpty()) {
            try {
                return pages.show(request, caller, wizard(id, list, FormProblem.NONE));
            } catch (SlipwayException e) {
                return pages.go(request, list.isEmpty() ? PATH : list, Notice.of(e));
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        List<SlipwayException> refusals = new ArrayList<>();
        for (String one : id) {
            try {
                outcomes.addAll(distributions.distribute(one, new Targets(point, group, collection)));
            } catch (SlipwayException e) {
                refusals.add(e);
            }
        }
        if (outcomes.isEmpty() && !refusals.isEmpty()) {
            return pages.refused(request, caller, wizard(id, list, FormProblem.of(refusals.getFirst())));
        }
        boolean one = id.size() == 1
                && outcomes.stream().allMatch(outcome -> outcome.packageId().equals(id.getFirst()));
        String told = refusals.stream().map(SlipwayException::detail).collect(Collectors.joining(" "));
        return pages.go(
                request,
                !list.isEmpty() ? list : PATH + (one ? "/" + id.getFirst() : ""),
                new Notice(
                        ContentPlacePages.sentence("On its way", outcomes) + told,
                        refusals.isEmpty() ? "" : refusals.getFirst().code()));
    }

    @PostMapping("/update")
    ResponseEntity<String> updateSelected(
            HttpServletRequest request,
            Caller caller,
            @RequestParam(defaultValue = "") List<String> id,
            @RequestParam String from) {
        return pages.actOnEach(request, ListPages.local(from), id, "compared with its source, then sent on", one -> {
            access.require(List.of(one), ContentAccess.FULL, caller);
            distributions.update(one, false, caller);
        });
    }

    /** DIST-11: one file with the content of all that is selected. */
    @LockFree(PLACES)
    @PostMapping("/prestage")
    ResponseEntity<String> prestageSelected(
            HttpServletRequest request, Caller caller, @RequestParam(defaultValue = "") List<String> id) {
        access.require(id, ContentAccess.READ, caller);
        return prestage(request, id, caller);
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
        return prestage(request, List.of(packageId), caller);
    }

    private ResponseEntity<String> prestage(HttpServletRequest request, List<String> ids, Caller caller) {
        String operation = prestaged.create(ids, List.of(), caller).id();
        return pages.go(
                request,
                "/operations/" + operation,
                Notice.done("The file is being written; afterwards it can be downloaded here."));
    }
}
