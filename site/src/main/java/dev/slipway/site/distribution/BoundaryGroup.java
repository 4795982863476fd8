package dev.slipway.site.distribution;

import java.util.List;

/**
 * Which machines, by address, fetch from which points first (CON-2).
 *
 * @param isDefault for every machine, after all other groups
 * @param boundaries subnets, ranges, addresses
 * @param points in the order of preference
 * @param fallback neighbour groups in the order in which they are tried
 */
public record BoundaryGroup(
        String id,
        String name,
        String comment,
        boolean isDefault,
        List<String> boundaries,
        List<String> points,
        List<String> fallback) {
    public BoundaryGroup {
        boundaries = List.copyOf(boundaries);
        points = List.copyOf(points);
        fallback = List.copyOf(fallback);
    }
}
