package dev.slipway.site.library;

import java.util.List;

/**
 * What a source says of itself before it is added.
 *
 * @param name where it lies
 * @param files how many files it has
 * @param sizeBytes of all of them
 * @param compression of its WIM, or of a boot image's initramfs
 * @param about what else it tells of itself; empty for nothing
 * @param proposedName never empty
 * @param proposedVersion empty when the source does not say
 * @param architecture empty when the WIM does not say
 * @param language empty when the WIM does not say
 * @param licenseTerms where the licence terms lie that must be accepted; empty when there are none
 */
public record SourceLook(
        String name,
        int files,
        long sizeBytes,
        String compression,
        String about,
        String proposedName,
        String proposedVersion,
        String architecture,
        String language,
        List<ImageIndex> indexes,
        String licenseTerms) {
    public SourceLook {
        indexes = List.copyOf(indexes);
    }
}
