package dev.slipway.site.distribution;

import java.util.List;

/**
 * Points that get content together (DIST-8).
 *
 * @param points identifiers of its members
 * @param packages identifiers of what it holds
 * @param collections identifiers of collections whose default target it is
 */
public record PointGroup(
        String id, String name, String comment, List<String> points, List<String> packages, List<String> collections) {
    public PointGroup {
        points = List.copyOf(points);
        packages = List.copyOf(packages);
        collections = List.copyOf(collections);
    }
}
