package dev.slipway.site.library.application;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.slipway.site.library.PackageUser;
import dev.slipway.site.library.StoredPackage;
import java.util.List;

/**
 * An application or a classic package.
 *
 * @param programs of a package; empty for an application
 * @param deploymentTypes of an application; empty for a package
 */
public record Software(
        @JsonUnwrapped StoredPackage shared,
        List<Program> programs,
        List<DeploymentType> deploymentTypes,
        List<PackageUser> usedBy) {
    public Software {
        programs = List.copyOf(programs);
        deploymentTypes = List.copyOf(deploymentTypes);
        usedBy = List.copyOf(usedBy);
    }
}
