package dev.slipway.site.library;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.content.NeedsContent;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationRoutes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/upgrade-packages")
class UpgradePackageRoutes {
    private final UpgradePackages upgradePackages;
    private final PackageActions actions;

    UpgradePackageRoutes(UpgradePackages upgradePackages, PackageActions actions) {
        this.upgradePackages = upgradePackages;
        this.actions = actions;
    }

    record WantedIndex(int index, @Nullable Boolean overwriteSource) {}

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/{upgradePackageId}/extract")
    ResponseEntity<Operation> extract(
            @PathVariable String upgradePackageId, @RequestBody WantedIndex wanted, Caller caller) {
        return OperationRoutes.accepted(actions.extractUpgradeIndex(
                upgradePackageId, wanted.index(), Boolean.TRUE.equals(wanted.overwriteSource()), caller));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<UpgradePackage> list(
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after,
            PackageQuery query) {
        return Page.of(query.of(upgradePackages.all(), UpgradePackage::shared), after, limit, UpgradePackage::id);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping
    ResponseEntity<Operation> add(@RequestBody Addition added, Caller caller) {
        return OperationRoutes.accepted(upgradePackages.add(added, caller));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{upgradePackageId}")
    UpgradePackage get(@PathVariable String upgradePackageId) {
        return upgradePackages.get(upgradePackageId);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{upgradePackageId}/updates")
    Page<IndexUpdates> updates(@PathVariable String upgradePackageId) {
        return Page.whole(upgradePackages.updates(upgradePackageId));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PatchMapping("/{upgradePackageId}")
    UpgradePackage change(@PathVariable String upgradePackageId, @RequestBody PackageChange change) {
        return upgradePackages.change(upgradePackageId, change);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @DeleteMapping("/{upgradePackageId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String upgradePackageId) {
        upgradePackages.delete(upgradePackageId);
    }
}
