package dev.slipway.agent.content;

import dev.slipway.agent.step.PackageSource;
import dev.slipway.protocol.RunPolicy;
import dev.slipway.protocol.RunPolicy.ContentReference;
import dev.slipway.sequence.StepFailedException;
import java.util.List;

/** The packages that a run's policy names, fetched from the site. */
public final class SitePackages implements PackageSource {
    private final RunPolicy policy;

    public SitePackages(RunPolicy policy) {
        this.policy = policy;
    }

    @Override
    public List<PackageFile> files(String packageId) throws StepFailedException {
        throw notYet(reference(packageId));
    }

    @Override
    public OpenFile open(String packageId, String path) throws StepFailedException {
        throw notYet(reference(packageId));
    }

    private static StepFailedException notYet(ContentReference reference) {
        return new StepFailedException(
                "content-transfer", reference.name() + " cannot be fetched: this build has no transfer.");
    }

    private ContentReference reference(String packageId) throws StepFailedException {
        return policy.contents().stream()
                .filter(reference -> reference.packageId().equalsIgnoreCase(packageId))
                .findFirst()
                .orElseThrow(() -> new StepFailedException(
                        "package-unknown",
                        "The run's policy names no package '" + packageId
                                + "'. Check that the package exists and that the task sequence refers to it."));
    }
}
