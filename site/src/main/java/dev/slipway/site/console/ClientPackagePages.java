package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.StoredPackage;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The properties of the client package, which the site makes itself and nobody deletes. */
@RestController
@RequestMapping("/client-packages")
@Requires(Role.READ_ONLY_ANALYST)
class ClientPackagePages {
    private final Pages pages;
    private final PackageViews views;
    private final Packages packages;

    ClientPackagePages(Pages pages, PackageViews views, Packages packages) {
        this.pages = pages;
        this.views = views;
        this.packages = packages;
    }

    @GetMapping("/{packageId}")
    ResponseEntity<String> show(
            HttpServletRequest request,
            Caller caller,
            @PathVariable String packageId,
            @RequestParam(defaultValue = PackageTabs.GENERAL) String tab) {
        StoredPackage client = packages.get(PackageType.CLIENT_PACKAGE, packageId);
        PackageTabs tabs = views.of(client, tab, List.of());
        return pages.show(
                request,
                caller,
                new Pages.View(
                        Section.PACKAGES,
                        client.name(),
                        tabs.live(client.type().topic()),
                        "clientPackage",
                        Map.of("tabs", tabs)));
    }
}
