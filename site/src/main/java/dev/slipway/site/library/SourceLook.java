package dev.slipway.site.library;

import java.util.List;

/**
 * What a source says of itself before it is added.
 *
 * @param name where it lies
 * @param files how many files it has
 * @param sizeBytes of all of them
 * @param compression of its WIM
 * @param proposedName never empty
 * @param architecture empty when the WIM does not say
 * @param language empty when the WIM does not say
 * @param licenseTerms where the licence terms lie that must be accepted; empty when there are none
 */
public record SourceLook(
        String name,
        int files,
        long sizeBytes,
        String compression,
        String proposedName,
        String architecture,
        String language,
        List<ImageIndex> indexes,
        String licenseTerms) {
    public SourceLook {
        indexes = List.copyOf(indexes);
    }
}
