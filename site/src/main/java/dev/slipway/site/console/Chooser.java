package dev.slipway.site.console;

import dev.slipway.site.distribution.DistributionPoint;
import java.util.List;
import java.util.Objects;

/**
 * Some of many, in an order.
 *
 * @param chosen the first comes first
 * @param rest what can be added
 */
public record Chooser(List<Item> chosen, List<Item> rest) {
    public record Item(String id, String name, String note) {
        /** What the script fills in. */
        public static final Item BLANK = new Item("", "", "");
    }

    public Chooser {
        chosen = List.copyOf(chosen);
        rest = List.copyOf(rest);
    }

    /** @param ids what is chosen, in its order */
    static Chooser of(List<Item> all, List<String> ids) {
        List<Item> chosen = ids.stream()
                .map(id -> all.stream()
                        .filter(item -> item.id().equals(id))
                        .findFirst()
                        .orElse(null))
                .filter(Objects::nonNull)
                .toList();
        return new Chooser(
                chosen, all.stream().filter(item -> !ids.contains(item.id())).toList());
    }

    static Chooser ofPoints(List<DistributionPoint> points, List<String> ids) {
        return of(
                points.stream()
                        .map(point -> new Item(
                                point.id(),
                                point.name(),
                                point.id() + ", " + DistributionShow.kind(point) + ", "
                                        + DistributionShow.state(point)))
                        .toList(),
                ids);
    }
}
