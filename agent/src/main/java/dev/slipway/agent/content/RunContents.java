package dev.slipway.agent.content;

import dev.slipway.protocol.RunPolicy.ContentReference;
import java.util.List;
import java.util.Optional;

/** The content that a run's policy names, by package identifier. */
public final class RunContents {
    private final List<ContentReference> references;

    public RunContents(List<ContentReference> references) {
        this.references = List.copyOf(references);
    }

    /** What the policy says of a package; empty when the sequence does not refer to it. */
    public Optional<ContentReference> reference(String packageId) {
        return references.stream()
                .filter(reference -> reference.packageId().equalsIgnoreCase(packageId))
                .findFirst();
    }
}
