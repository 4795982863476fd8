package dev.slipway.site.distribution;

import dev.slipway.site.SlipwayException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What the wizard Distribute Content offers (DIST-2): the objects' packages, and the targets that lack one of them.
 *
 * @param ids of packages, and of task sequences, which stand for what they need
 * @param collections that stand for the groups associated with them (DIST-8)
 */
public record DistributionOffer(
        List<String> ids,
        String name,
        List<Item> packages,
        List<DistributionPoint> points,
        List<PointGroup> groups,
        List<Associated> collections) {

    public record Item(String id, String name, long sizeBytes) {}

    /** @param groups their names */
    public record Associated(String id, String name, String groups) {}

    /** @throws SlipwayException 404 {@code package-not-found}; 409 {@code package-without-content} */
    static DistributionOffer of(Handle handle, List<String> wanted) {
        List<PackageFacts> packages = wanted.stream()
                .flatMap(id -> PackageFacts.meant(handle, id).stream())
                .distinct()
                .toList();
        List<DistributionPoint> points = new PointSql(handle)
                .all().stream()
                        .filter(point -> packages.stream()
                                .anyMatch(facts -> Distributions.isOpen(handle, facts.id(), point.id())))
                        .toList();
        Set<String> open = points.stream().map(DistributionPoint::id).collect(Collectors.toSet());
        Set<String> ids = packages.stream().map(PackageFacts::id).collect(Collectors.toSet());
        List<PointGroup> groups = PointGroups.all(handle).stream()
                .filter(group -> !group.packages().containsAll(ids)
                        || group.points().stream().anyMatch(open::contains))
                .toList();
        return new DistributionOffer(
                wanted,
                wanted.size() == 1
                        ? name(handle, wanted.getFirst(), packages)
                        : packages.size() + (packages.size() == 1 ? " package" : " packages"),
                packages.stream()
                        .map(facts -> new Item(facts.id(), facts.name(), facts.sizeBytes()))
                        .toList(),
                points,
                groups,
                collections(handle, groups));
    }

    private static String name(Handle handle, String id, List<PackageFacts> packages) {
        return handle.createQuery("select name from task_sequence where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .orElseGet(() -> packages.getFirst().name());
    }

    private static List<Associated> collections(Handle handle, List<PointGroup> groups) {
        Map<String, String> names = groups.stream()
                .flatMap(group -> group.collections().stream().map(collection -> Map.entry(collection, group.name())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one + ", " + other));
        record Row(String id, String name) {}
        return handle.createQuery("select id, name from collection order by name_key").mapTo(Row.class).list().stream()
                .filter(row -> names.containsKey(row.id()))
                .map(row -> new Associated(row.id(), row.name(), names.getOrDefault(row.id(), "")))
                .toList();
    }

    public long sizeBytes() {
        return packages.stream().mapToLong(Item::sizeBytes).sum();
    }
}
