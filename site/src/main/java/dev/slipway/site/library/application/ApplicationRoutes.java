package dev.slipway.site.library.application;

import dev.slipway.site.Caller;
import dev.slipway.site.Page;
import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.library.PackageChange;
import dev.slipway.site.library.PackageType;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.OperationRoutes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/applications")
class ApplicationRoutes {
    private static final PackageType TYPE = PackageType.APPLICATION;
    private final SoftwareLibrary library;

    ApplicationRoutes(SoftwareLibrary library) {
        this.library = library;
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping
    Page<Software> list(
            @RequestParam(defaultValue = "100") int limit, @RequestParam(required = false) @Nullable String after) {
        return Page.of(
                library.all(TYPE), after, limit, software -> software.shared().id());
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping
    ResponseEntity<Operation> add(@RequestBody NewSoftware added, Caller caller) {
        return OperationRoutes.accepted(library.add(TYPE, added, caller));
    }

    @Requires(Role.READ_ONLY_ANALYST)
    @GetMapping("/{applicationId}")
    Software get(@PathVariable String applicationId) {
        return library.get(TYPE, applicationId);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PatchMapping("/{applicationId}")
    Software change(@PathVariable String applicationId, @RequestBody PackageChange change) {
        return library.change(TYPE, applicationId, change);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @DeleteMapping("/{applicationId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String applicationId) {
        library.delete(TYPE, applicationId);
    }

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PostMapping("/{applicationId}/refresh")
    ResponseEntity<Operation> refresh(@PathVariable String applicationId, Caller caller) {
        return OperationRoutes.accepted(library.refresh(TYPE, applicationId, caller));
    }

    record Types(@Nullable List<DeploymentType.Draft> deploymentTypes) {}

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PutMapping("/{applicationId}/deployment-types")
    Software deploymentTypes(@PathVariable String applicationId, @RequestBody Types wanted) {
        return library.deploymentTypes(applicationId, wanted.deploymentTypes());
    }
}
