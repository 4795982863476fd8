package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.access.content.AccessAccounts;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.driver.Driver;
import dev.slipway.site.library.driver.DriverDetails;
import dev.slipway.site.library.driver.DriverFilter;
import dev.slipway.site.library.driver.DriverPackages;
import dev.slipway.site.library.driver.Drivers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
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

/** The list of drivers, and the properties of one (DRV-2, DRV-3). */
@RestController
@RequestMapping("/drivers")
@Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
class DriverPages {
    private static final Listing<Driver> LIST = Listing.of("drivers", "/drivers", "driver", "drivers", Driver::id)
            .column(
                    "name",
                    "Name",
                    driver -> Cell.link(driver.name(), "/drivers/" + driver.id())
                            .under(driver.shared().comment())
                            .badge(!driver.enabled(), "warn", "disabled")
                            .badge(!driver.missing().isEmpty(), "warn", "files missing"))
            .further("id", "ID", driver -> Cell.code(driver.id()))
            .column("provider", "Provider", driver -> Cell.text(driver.provider()))
            .column("class", "Class", driver -> Cell.text(driver.deviceClass()))
            .column("version", "Version", driver -> Cell.text(driver.driverVersion()))
            .further("date", "Date", driver -> Cell.day(driver.driverDate()))
            .column("architecture", "Architectures", driver -> Cell.text(String.join(", ", driver.architectures())))
            .column("signed", "Signed", driver -> Cell.yesNo(driver.signed()))
            .further("signer", "Signed by", driver -> Cell.text(driver.signer()))
            .column("boot", "Boot-critical", driver -> Cell.yesNo(driver.bootCritical()))
            .column("categories", "Categories", driver -> Cell.text(String.join(", ", driver.categories())))
            .further("inf", "INF file", driver -> Cell.code(driver.inf()))
            .further("devices", "Devices", driver -> Cell.number(driver.deviceCount()))
            .further(
                    "packages",
                    "Driver packages",
                    driver -> Cell.number(driver.packages().size()))
            .further("size", "Size", driver -> Cell.size(driver.shared().sizeBytes()))
            .further(
                    "source", "Data source", driver -> Cell.code(driver.shared().sourcePath()))
            .filter("show", "Show", options())
            .filter("architecture", "Architecture", Map.of("x64", "x64", "arm64", "arm64", "x86", "x86"))
            .inFolders(PackageType.DRIVER, driver -> driver.shared().folder())
            .whenEmpty("Import the drivers of a folder; they must lie there unpacked.")
            .action(ListAction.of("Categorize or add to packages", "/drivers/selected/edit"))
            .action(action("Enable", "enable", "", false))
            .action(action("Disable", "disable", "", false))
            .action(action("Remove", "delete", "Remove the selected drivers and their files?", true));
    private static final Pages.ListPage PAGE = new Pages.ListPage(
            Section.DRIVERS,
            "Drivers",
            "Drivers for Windows, as their INF files describe them.",
            Live.on("driver"),
            "Import drivers",
            "/drivers/new");
    private static final List<PackageTabs.Tab> OWN = List.of(
            new PackageTabs.Tab("driver", "Driver"),
            new PackageTabs.Tab("devices", "Devices"),
            new PackageTabs.Tab("files", "Files"));
    private final Pages pages;
    private final Lists lists;
    private final PackageViews views;
    private final Drivers drivers;
    private final DriverPackages packages;
    private final AccessAccounts access;

    DriverPages(
            Pages pages,
            Lists lists,
            PackageViews views,
            Drivers drivers,
            DriverPackages packages,
            AccessAccounts access) {
        this.packages = packages;
        this.access = access;
        this.pages = pages;
        this.lists = lists;
        this.views = views;
        this.drivers = drivers;
    }

    private static Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("boot", "Boot-critical");
        options.put("signed", "Signed");
        options.put("unsigned", "Not signed");
        options.put("disabled", "Disabled");
        return options;
    }

    private static ListAction action(String label, String verb, String ask, boolean danger) {
        return new ListAction(
                label, "/drivers/selected/" + verb, ask, danger, Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    ResponseEntity<String> list(
            HttpServletRequest request,
            Caller caller,
            @RequestParam(defaultValue = "") String show,
            @RequestParam(defaultValue = "") String architecture) {
        List<Driver> all = drivers.all(DriverFilter.ALL).stream()
                .filter(driver -> isShown(driver, show))
                .filter(driver ->
                        architecture.isEmpty() || driver.architectures().contains(architecture))
                .toList();
        return pages.show(request, caller, PAGE.view(lists.view(LIST, all, request, caller)));
    }

    private static boolean isShown(Driver driver, String show) {
        return switch (show) {
            case "boot" -> driver.bootCritical();
            case "signed" -> driver.signed();
            case "unsigned" -> !driver.signed();
            case "disabled" -> !driver.enabled();
            default -> true;
        };
    }

    @PostMapping("/selected/enable")
    ResponseEntity<String> enableSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/drivers", id, "enabled", one -> drivers.enable(one, true));
    }

    @PostMapping("/selected/disable")
    ResponseEntity<String> disableSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/drivers", id, "disabled", one -> drivers.enable(one, false));
    }

    /** DRV-2: categories and driver packages of what is selected. */
    @PostMapping("/selected/edit")
    ResponseEntity<String> editSelected(
            HttpServletRequest request,
            Caller caller,
            @RequestParam(defaultValue = "") List<String> id,
            @RequestParam String from) {
        Map<String, Object> model = Map.of(
                "chosen",
                id.stream().map(one -> drivers.get(one).driver()).toList(),
                "categories",
                drivers.categories(),
                "packages",
                packages.all(),
                "from",
                ListPages.local(from));
        return pages.show(
                request, caller, new Pages.View(Section.DRIVERS, "Drivers that were selected", "driversEdit", model));
    }

    /** @param go add: beside those they have, replace: instead of them */
    @PostMapping("/selected/categories")
    ResponseEntity<String> categorizeSelected(
            HttpServletRequest request,
            @RequestParam(defaultValue = "") List<String> id,
            @RequestParam String categories,
            @RequestParam String go,
            @RequestParam String from) {
        List<String> named = List.of(categories.split(","));
        return pages.actOnEach(request, ListPages.local(from), id, "categorized", one -> {
            List<String> kept = go.equals("add") ? drivers.get(one).driver().categories() : List.of();
            drivers.categorize(one, Stream.concat(kept.stream(), named.stream()).toList());
        });
    }

    /** @param go add: the drivers join the package, remove: they leave it */
    @PostMapping("/selected/package")
    ResponseEntity<String> packageOfSelected(
            HttpServletRequest request,
            Caller caller,
            @RequestParam(defaultValue = "") List<String> id,
            @RequestParam String driverPackage,
            @RequestParam(defaultValue = "false") boolean update,
            @RequestParam String go,
            @RequestParam String from) {
        return pages.actOnEach(
                request, ListPages.local(from), List.of(driverPackage), DriverPackagePages.changed(update), one -> {
                    access.require(List.of(one), ContentAccess.FULL, caller);
                    boolean join = go.equals("add");
                    packages.members(one, join ? id : List.of(), join ? List.of() : id, update, caller);
                });
    }

    @PostMapping("/selected/delete")
    ResponseEntity<String> deleteSelected(
            HttpServletRequest request, @RequestParam(defaultValue = "") List<String> id) {
        return pages.actOnEach(request, "/drivers", id, "removed", drivers::delete);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{driverId}")
    ResponseEntity<String> driver(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String driverId,
            @RequestParam(defaultValue = PackageTabs.GENERAL) String tab) {
        DriverDetails details = drivers.get(driverId);
        PackageTabs tabs = views.of(details.driver().shared(), tab, OWN);
        return pages.show(
                request,
                caller,
                new Pages.View(
                        Section.DRIVERS,
                        details.driver().name(),
                        tabs.live("driver"),
                        "driver",
                        Map.of("tabs", tabs, "details", details)));
    }

    @PostMapping("/{driverId}/enable")
    ResponseEntity<String> enable(HttpServletRequest request, @PathVariable String driverId) {
        return pages.act(request, tab(driverId), "The driver is enabled.", () -> drivers.enable(driverId, true));
    }

    @PostMapping("/{driverId}/disable")
    ResponseEntity<String> disable(HttpServletRequest request, @PathVariable String driverId) {
        return pages.act(request, tab(driverId), "The driver is disabled.", () -> drivers.enable(driverId, false));
    }

    @PostMapping("/{driverId}/categories")
    ResponseEntity<String> categorize(
            HttpServletRequest request, @PathVariable String driverId, @RequestParam String categories) {
        return pages.act(
                request, tab(driverId), "Saved.", () -> drivers.categorize(driverId, List.of(categories.split(","))));
    }

    private static String tab(String driverId) {
        return "/drivers/" + driverId + "?tab=driver";
    }

    @PostMapping("/{driverId}/delete")
    ResponseEntity<String> delete(HttpServletRequest request, @PathVariable String driverId) {
        return pages.act(
                request, "/drivers", "/drivers/" + driverId, "The driver is removed.", () -> drivers.delete(driverId));
    }
}
