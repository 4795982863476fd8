package dev.slipway.wim;

/**
 * The content of one or more files, streams or reparse points, stored once.
 *
 * @param sha1 of the content
 * @param size of the content in bytes, 1 or more
 * @param resource that holds it
 * @param offsetInResource where it begins in the uncompressed resource; 0 unless the resource is solid
 * @param referenceCount how often the images use it, as the file says; not to be relied upon
 */
public record Blob(Sha1 sha1, long size, Resource resource, long offsetInResource, int referenceCount) {}
