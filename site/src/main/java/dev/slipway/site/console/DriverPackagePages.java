package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.content.NeedsContent;
import dev.slipway.site.library.PackageChange;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.driver.Driver;
import dev.slipway.site.library.driver.DriverFilter;
import dev.slipway.site.library.driver.DriverPackage;
import dev.slipway.site.library.driver.DriverPackageDraft;
import dev.slipway.site.library.driver.DriverPackages;
import dev.slipway.site.library.driver.Drivers;
import dev.slipway.site.library.source.SourceAccounts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The list of driver packages, and the properties and members of one (DRV-4). */
@RestController
@RequestMapping("/driver-packages")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class DriverPackagePages {
    private static final String LIST_PATH = "/driver-packages";
    private static final Listing<DriverPackage> LIST = Listing.of(
                    "driver-packages", LIST_PATH, "driver package", "driver packages", DriverPackage::id)
            .column(
                    "name",
                    "Name",
                    one -> Cell.link(one.name(), LIST_PATH + "/" + one.id())
                            .under(one.shared().comment())
                            .badge(!one.warning().isEmpty(), "warn", "many drivers"))
            .column("id", "ID", one -> Cell.code(one.id()))
            .column(
                    "manufacturer",
                    "Manufacturer",
                    one -> Cell.text(one.shared().manufacturer()))
            .column("model", "Model", one -> Cell.text(one.model()))
            .figures("members", "Drivers", one -> Cell.number(one.members().size()))
            .figures("size", "Size", one -> Cell.size(one.shared().sizeBytes()))
            .further(
                    "version",
                    "Content version",
                    one -> Cell.number(one.shared().sourceVersion()))
            .column("changed", "Changed", one -> Cell.time(one.shared().changedAt()))
            .inFolders(PackageType.DRIVER_PACKAGE, one -> one.shared().folder())
            .whenEmpty("Make one for each model of computer, then add drivers to it.")
            .action(new ListAction(
                    "Remove",
                    LIST_PATH + "/selected/delete",
                    "Remove the selected driver packages? Their drivers stay.",
                    true,
                    Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER));
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.DRIVER_PACKAGES,
            "Driver packages",
            "Drivers that are deployed together, as a rule those of one model of computer.",
            Live.on("driver-package"),
            "Create driver package",
            LIST_PATH + "/new");
    private static final List<PackageTabs.Tab> OWN = List.of(new PackageTabs.Tab("members", "Drivers"));
    private final Pages pages;
    private final Lists lists;
    private final PackageViews views;
    private final DriverPackages packages;
    private final Drivers drivers;
    private final SourceAccounts accounts;

    DriverPackagePages(
            Pages pages,
            Lists lists,
            PackageViews views,
            DriverPackages packages,
            Drivers drivers,
            SourceAccounts accounts) {
        this.pages = pages;
        this.lists = lists;
        this.views = views;
        this.packages = packages;
        this.drivers = drivers;
        this.accounts = accounts;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, PAGE.view(lists.view(LIST, packages.all(), request, caller)));
    }

    @PostMapping("/selected/delete")
    ResponseEntity<String> deleteSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, LIST_PATH, id, "removed", packages::delete);
    }

    @GetMapping("/new")
    ResponseEntity<String> form(HttpServletRequest request, Caller caller) {
        return pages.show(request, caller, form(Map.of(), FormProblem.NONE));
    }

    private Pages.View form(Map<String, String> input, FormProblem problem) {
        return new Pages.View(
                Section.DRIVER_PACKAGES,
                "Create a driver package",
                "driverPackageNew",
                Map.of("input", input, "problem", problem, "accounts", accounts.all()));
    }

    @PostMapping
    ResponseEntity<String> make(HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input) {
        try {
            DriverPackage made = packages.create(
                    new DriverPackageDraft(
                            input.get("name"),
                            input.get("version"),
                            input.get("comment"),
                            input.get("manufacturer"),
                            input.get("model"),
                            List.of()),
                    caller);
            return pages.go(
                    request,
                    LIST_PATH + "/" + made.id() + "?tab=members",
                    Notice.done("The driver package is made. Add drivers to it."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, form(input, FormProblem.of(e)));
        }
    }

    @PostMapping("/import")
    ResponseEntity<String> begin(HttpServletRequest request, Caller caller, @RequestParam Map<String, String> input) {
        try {
            String operation = packages.begin(
                            input.getOrDefault("path", ""), ImagePages.given(input, "sourceAccount"), caller)
                    .id();
            return pages.go(request, "/operations/" + operation, Notice.done("The site reads the export."));
        } catch (SlipwayException e) {
            return pages.refused(request, caller, form(input, FormProblem.of(e)));
        }
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{packageId}")
    ResponseEntity<String> show(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String packageId,
            @RequestParam(defaultValue = PackageTabs.GENERAL) String tab) {
        DriverPackage found = packages.get(packageId);
        PackageTabs tabs = views.of(found.shared(), tab, OWN);
        List<Driver> others = tabs.isOpen("members")
                ? drivers.all(DriverFilter.ALL).stream()
                        .filter(driver -> !driver.packages().contains(packageId))
                        .toList()
                : List.of();
        return pages.show(
                request,
                caller,
                new Pages.View(
                        Section.DRIVER_PACKAGES,
                        found.name(),
                        tabs.live("driver-package"),
                        "driverPackage",
                        Map.of("tabs", tabs, "found", found, "others", others)));
    }

    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/{packageId}/members/add")
    ResponseEntity<String> add(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String packageId,
            @RequestParam(defaultValue = "") List<String> driver,
            @RequestParam(defaultValue = "false") boolean update) {
        return members(
                request,
                packageId,
                changed(update) + ".",
                () -> packages.members(packageId, driver, List.of(), update, caller));
    }

    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/{packageId}/members/remove")
    ResponseEntity<String> remove(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String packageId,
            @RequestParam(defaultValue = "") List<String> driver,
            @RequestParam(defaultValue = "false") boolean update) {
        return members(
                request,
                packageId,
                changed(update) + ".",
                () -> packages.members(packageId, List.of(), driver, update, caller));
    }

    static String changed(boolean update) {
        return update
                ? "Saved; the site makes a new version, which goes to its distribution points"
                : "Saved. Update the distribution points to bring it to machines";
    }

    private ResponseEntity<String> members(HttpServletRequest request, String id, String done, Runnable change) {
        return pages.act(request, LIST_PATH + "/" + id + "?tab=members", done, change);
    }

    @PostMapping("/{packageId}/model")
    ResponseEntity<String> model(
            HttpServletRequest request, @PathVariable String packageId, @RequestParam String model) {
        return members(
                request,
                packageId,
                "Saved.",
                () -> packages.change(packageId, PackageChange.ofTexts(null, null, null), model));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @NeedsContent(ContentAccess.READ)
    @GetMapping("/{packageId}/export")
    void export(
            HttpServletResponse response,
            @PathVariable String packageId,
            @RequestParam(defaultValue = "true") boolean content)
            throws IOException {
        DriverPackage exported = packages.get(packageId);
        response.setContentType("application/zip");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + exported.id() + ".zip\"");
        packages.export(exported, content, response.getOutputStream());
    }

    @PostMapping("/{packageId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String packageId) {
        return pages.act(
                request,
                LIST_PATH,
                LIST_PATH + "/" + packageId,
                "The driver package is removed; its drivers stay.",
                () -> packages.delete(packageId));
    }
}
