package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.library.ImageIndex;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.UpgradePackage;
import dev.slipway.site.library.UpgradePackages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Operating system upgrade packages (UPG-3: as images, with the same tabs and actions). */
@RestController
@RequestMapping("/upgrade-packages")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class UpgradePages {
    private static final String PATH = "/upgrade-packages";
    private static final Listing<UpgradePackage> LIST = Listing.of(
                    "upgrade-packages", PATH, "upgrade package", "upgrade packages", UpgradePackage::id)
            .column(
                    "name",
                    "Name",
                    one -> Cell.link(one.name(), PATH + "/" + one.id())
                            .under(one.shared().comment()))
            .column("id", "ID", one -> Cell.code(one.id()))
            .column("version", "Version", one -> Cell.text(one.shared().version()))
            .column("system", "OS version", one -> ImagePages.distinct(one.indexes(), ImageIndex::osVersion))
            .further(
                    "architecture",
                    "Architecture",
                    one -> Cell.text(one.shared().architecture()))
            .further("language", "Language", one -> Cell.text(one.shared().language()))
            .figures("indexes", "Images", one -> Cell.number(one.indexes().size()))
            .figures("size", "Size", one -> Cell.size(one.shared().sizeBytes()))
            .further("source", "Data source", one -> Cell.code(one.shared().sourcePath()))
            .further("created", "Added", one -> Cell.time(one.shared().createdAt()))
            .column("changed", "Changed", one -> Cell.time(one.shared().changedAt()))
            .inFolders(PackageType.OS_UPGRADE_PACKAGE, one -> one.shared().folder())
            .whenEmpty("Add the folder of an installation medium: the one that holds Setup.exe.")
            .action(new ListAction(
                    "Remove",
                    PATH + "/selected/delete",
                    "Remove the selected upgrade packages and their content?",
                    true,
                    Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER));
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.UPGRADE_PACKAGES,
            "Upgrade packages",
            "Whole installation media, for in-place upgrades.",
            Live.on("upgrade-package"),
            "Add upgrade package",
            PATH + "/new");
    private final Pages pages;
    private final Lists lists;
    private final PackageViews views;
    private final UpgradePackages packages;

    UpgradePages(Pages pages, Lists lists, PackageViews views, UpgradePackages packages) {
        this.pages = pages;
        this.lists = lists;
        this.views = views;
        this.packages = packages;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, PAGE.view(lists.view(LIST, packages.all(), request, caller)));
    }

    @PostMapping("/selected/delete")
    ResponseEntity<String> deleteSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, PATH, id, "removed", packages::delete);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{packageId}")
    ResponseEntity<String> show(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String packageId,
            @RequestParam(defaultValue = PackageTabs.GENERAL) String tab) {
        UpgradePackage found = packages.get(packageId);
        PackageTabs tabs = views.of(found.shared(), tab, ImagePages.OWN);
        Map<String, Object> model = Map.of(
                "updates",
                tabs.isOpen("updates") ? packages.updates(found.id()) : List.of(),
                "license",
                Stream.ofNullable(found.license()).toList(),
                "tabs",
                tabs,
                "list",
                "Upgrade packages",
                "indexes",
                found.indexes(),
                "about",
                found.imagePath() + ", compression " + found.compression() + (found.solid() ? ", solid." : "."));
        return pages.show(
                request,
                caller,
                new Pages.View(Section.UPGRADE_PACKAGES, found.name(), tabs.live("upgrade-package"), "image", model));
    }

    @PostMapping("/{packageId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String packageId) {
        return pages.act(
                request,
                PATH,
                PATH + "/" + packageId,
                "The upgrade package is removed.",
                () -> packages.delete(packageId));
    }
}
