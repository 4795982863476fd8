package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.content.AccessAccounts;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.content.NeedsContent;
import dev.slipway.site.distribution.Distributions;
import dev.slipway.site.library.PackageActions;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.operation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The buttons of the tabs Data Source, Images and Versions: what makes or chooses versions of a content object. */
@RestController
@RequestMapping("/objects/{type}/{id}")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class PackageVersionPages {
    private final Pages pages;
    private final PackageActions actions;
    private final Distributions distributions;
    private final AccessAccounts access;

    PackageVersionPages(Pages pages, PackageActions actions, Distributions distributions, AccessAccounts access) {
        this.access = access;
        this.pages = pages;
        this.distributions = distributions;
        this.actions = actions;
    }

    /** Update Distribution Points (DIST-3). @param verify read the source even if it looks unchanged */
    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/update")
    ResponseEntity<String> update(
            HttpServletRequest request,
            Caller caller,
            @PathVariable PackageType type,
            @PathVariable String id,
            @RequestParam(defaultValue = "false") boolean verify) {
        try {
            Operation operation = distributions.update(id, verify, caller);
            return pages.go(request, "/operations/" + operation.id(), updating());
        } catch (SlipwayException e) {
            return pages.go(request, PackagePages.to(type, id, PackageTabs.LOCATIONS), Notice.of(e));
        }
    }

    static Notice updating() {
        return Notice.done("The site compares the source with what it has; then the points get what they lack."
                + " You may leave this page.");
    }

    /** IMG-6 */
    @PostMapping("/reload")
    ResponseEntity<String> reload(HttpServletRequest request, @PathVariable PackageType type, @PathVariable String id) {
        return pages.act(
                request,
                PackagePages.to(type, id, "images"),
                "What the site knows of the images was read anew from its content.",
                () -> actions.reload(id));
    }

    /** IMG-4 for an image; UPG-2 for an upgrade package, whose content changes. */
    @NeedsContent(ContentAccess.READ)
    @PostMapping("/extract")
    ResponseEntity<String> extract(
            HttpServletRequest request,
            Caller caller,
            @PathVariable PackageType type,
            @PathVariable String id,
            @RequestParam int index,
            @RequestParam(defaultValue = "false") boolean overwriteSource) {
        try {
            if (type == PackageType.OS_UPGRADE_PACKAGE) {
                access.require(List.of(id), ContentAccess.FULL, caller);
            }
            Operation operation = type == PackageType.OS_UPGRADE_PACKAGE
                    ? actions.extractUpgradeIndex(id, index, overwriteSource, caller)
                    : actions.extractImage(id, index, null, null, caller);
            return pages.go(
                    request,
                    "/operations/" + operation.id(),
                    Notice.done("The site extracts the image. You may leave this page; the work goes on."));
        } catch (SlipwayException e) {
            return pages.go(request, PackagePages.to(type, id, "images"), Notice.of(e));
        }
    }

    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/rollback")
    ResponseEntity<String> rollBack(
            HttpServletRequest request,
            @PathVariable PackageType type,
            @PathVariable String id,
            @RequestParam long number) {
        return pages.act(
                request,
                PackagePages.to(type, id, PackageTabs.VERSIONS),
                "Version " + number + " is the current one now. Points fetch only what they lack of it.",
                () -> actions.rollBack(id, number));
    }
}
