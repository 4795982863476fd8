package dev.slipway.site.library;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.access.content.ContentAccess;
import dev.slipway.site.access.content.NeedsContent;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationRoutes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What packages of all types share. */
@RestController
@RequestMapping("/api/v1/packages/{packageId}")
class PackageRoutes {
    private final PackageActions actions;

    PackageRoutes(PackageActions actions) {
        this.actions = actions;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    PackageDetails get(@PathVariable String packageId, Caller caller) {
        return actions.details(packageId, caller);
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/versions")
    Page<PackageVersion> versions(@PathVariable String packageId) {
        return Page.whole(actions.versions(packageId));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/refresh")
    ResponseEntity<Operation> refresh(
            @PathVariable String packageId, @RequestParam(defaultValue = "false") boolean verify, Caller caller) {
        return OperationRoutes.accepted(actions.refresh(packageId, verify, caller));
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/reload")
    StoredPackage reload(@PathVariable String packageId) {
        return actions.reload(packageId);
    }

    record Rollback(@Nullable Long version) {}

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @NeedsContent(ContentAccess.FULL)
    @PostMapping("/rollback")
    StoredPackage rollBack(@PathVariable String packageId, @RequestBody Rollback wanted) {
        if (wanted.version() == null) {
            throw SlipwayException.invalid("version", "Give the number of the version to go back to.");
        }
        return actions.rollBack(packageId, wanted.version());
    }

    record Move(@Nullable Long folder) {}

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/move")
    StoredPackage move(@PathVariable String packageId, @RequestBody Move wanted) {
        actions.move(actions.get(packageId).type(), List.of(packageId), wanted.folder());
        return actions.get(packageId);
    }
}
