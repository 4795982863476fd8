package dev.slipway.site.library.application;

import dev.slipway.site.Requires;
import dev.slipway.site.Role;
import dev.slipway.site.library.PackageType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/applications")
class ApplicationRoutes extends SoftwareRoutes {
    ApplicationRoutes(SoftwareLibrary library) {
        super(PackageType.APPLICATION, library);
    }

    record Types(@Nullable List<DeploymentType.Draft> deploymentTypes) {}

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PutMapping("/{packageId}/deployment-types")
    Software deploymentTypes(@PathVariable String packageId, @RequestBody Types wanted) {
        return library.deploymentTypes(packageId, wanted.deploymentTypes());
    }
}
