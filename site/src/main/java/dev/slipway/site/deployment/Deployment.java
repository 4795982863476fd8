package dev.slipway.site.deployment;

import dev.slipway.protocol.Assignments.Purpose;
import dev.slipway.protocol.ContentOption;
import java.time.Instant;

/**
 * A task sequence aimed at a collection.
 *
 * @param sequenceEnabled a disabled sequence does not start (TS-3)
 */
public record Deployment(
        String id,
        String sequence,
        String sequenceName,
        String sequenceDescription,
        boolean sequenceEnabled,
        String collection,
        String collectionName,
        Purpose purpose,
        AvailableTo availableTo,
        ContentOption contentOption,
        boolean enabled,
        String comment,
        Instant createdAt,
        String createdBy) {

    /** Whether a machine may start it at all. */
    boolean startable() {
        return enabled && sequenceEnabled;
    }
}
