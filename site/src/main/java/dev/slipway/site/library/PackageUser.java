package dev.slipway.site.library;

/**
 * What refers to a package, so that this cannot be deleted.
 *
 * @param kind as people call it: {@code task sequence}
 */
public record PackageUser(String kind, String id, String name) {}
