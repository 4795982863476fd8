package dev.slipway.site.sequence;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;

/**
 * A task sequence of the site.
 *
 * @param enabled a disabled one does not start (TS-3)
 * @param revision counts up with each change of the XML, from 1
 * @param stepCount groups not counted
 * @param xml as it was handed in; not part of the API's JSON
 */
public record StoredSequence(
        String id,
        String name,
        String description,
        boolean enabled,
        long revision,
        int stepCount,
        List<SequenceReference> references,
        List<SequenceWarning> warnings,
        @JsonIgnore String xml,
        Instant createdAt,
        Instant changedAt,
        String changedBy) {

    /** @param missing the site has no such package (TS-2); then the name is empty */
    public record SequenceReference(String id, String name, boolean missing) {}

    /** @param line in the XML, from 1; 0 when unknown */
    public record SequenceWarning(int line, String message) {}
}
