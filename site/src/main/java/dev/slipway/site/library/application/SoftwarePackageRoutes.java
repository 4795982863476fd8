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
@RequestMapping("/api/v1/software-packages")
class SoftwarePackageRoutes extends SoftwareRoutes {
    SoftwarePackageRoutes(SoftwareLibrary library) {
        super(PackageType.SOFTWARE_PACKAGE, library);
    }

    record Programs(@Nullable List<Program.Draft> programs) {}

    @Requires(Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER)
    @PutMapping("/{packageId}/programs")
    Software programs(@PathVariable String packageId, @RequestBody Programs wanted) {
        return library.programs(packageId, wanted.programs());
    }
}
