package dev.slipway.site.distribution;

import dev.slipway.site.SlipwayException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Where something shall go: points, groups of points, and collections whose groups are meant (DIST-2, DIST-8).
 *
 * @param collections identifiers of collections
 */
public record Targets(List<String> points, List<String> groups, List<String> collections) {
    public Targets {
        points = List.copyOf(points);
        groups = List.copyOf(groups);
        collections = List.copyOf(collections);
    }

    public static Targets points(List<String> points) {
        return new Targets(points, List.of(), List.of());
    }

    public boolean isEmpty() {
        return points.isEmpty() && groups.isEmpty() && collections.isEmpty();
    }

    /** The groups that are meant, those of the collections among them. */
    Set<String> allGroups(Handle handle) {
        Set<String> all = new LinkedHashSet<>();
        for (String group : groups) {
            PointGroups.require(handle, group);
            all.add(group);
        }
        for (String collection : collections) {
            List<String> associated = handle.createQuery(
                            "select point_group from point_group_collection where collection = :id order by point_group")
                    .bind("id", collection)
                    .mapTo(String.class)
                    .list();
            if (associated.isEmpty()) {
                throw SlipwayException.invalid(
                        "collections",
                        "No group of distribution points is associated with collection " + collection + ".");
            }
            all.addAll(associated);
        }
        return all;
    }

    /** @throws SlipwayException 404 when one of them does not exist; 422 when none is named */
    Set<String> resolve(Handle handle) {
        Set<String> all = new LinkedHashSet<>();
        for (String point : points) {
            all.add(Points.require(handle, point).id());
        }
        for (String group : allGroups(handle)) {
            all.addAll(PointGroups.members(handle, group));
        }
        if (isEmpty()) {
            throw SlipwayException.invalid("points", "Name at least one distribution point or group.");
        }
        return all;
    }
}
