package dev.slipway.site.distribution;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Where a point fetches a content from before it asks the site, and for which of them it waits (DIST-11). */
record PullSources(Handle handle, String packageId, String contentId) {
    static PullSources of(Handle handle, Distribution row) {
        return new PullSources(handle, row.packageId(), row.target().contentId());
    }

    /** The point's sources that hold the content as a whole, in order. */
    List<DistributionPoint> holding(DistributionPoint point) {
        PointSql points = new PointSql(handle);
        return point.sources().stream()
                .flatMap(id -> points.find(id).stream())
                .filter(source ->
                        source.serves() && points.contents(source.id()).contains(contentId))
                .toList();
    }

    /** The first source that is getting the content while none holds it: what it fetches need not come over the line to the site a second time. */
    Optional<DistributionPoint> awaited(DistributionPoint point) {
        return holding(point).isEmpty()
                ? point.sources().stream()
                        .flatMap(id -> gets(id).stream())
                        .filter(source -> !leadsTo(point, source, new HashSet<>()))
                        .findFirst()
                : Optional.empty();
    }

    /** A source that failed once keeps nobody waiting. */
    private Optional<DistributionPoint> gets(String id) {
        return new PointSql(handle)
                .find(id)
                .filter(DistributionPoint::serves)
                .filter(source -> new DistributionSql(handle)
                        .find(packageId, id)
                        .filter(row -> row.target().contentId().equals(contentId)
                                && (row.state() == DistributionState.INSTALL_PENDING
                                        || row.state() == DistributionState.CONTENT_UPDATING))
                        .isPresent());
    }

    /** Of points that wait for each other in a circle the one with the lowest identifier waits for none. */
    private boolean leadsTo(DistributionPoint first, DistributionPoint from, Set<String> seen) {
        return from.id().compareTo(first.id()) > 0
                && seen.add(from.id())
                && (from.sources().contains(first.id())
                        || from.sources().stream()
                                .flatMap(id -> gets(id).stream())
                                .anyMatch(next -> leadsTo(first, next, seen)));
    }
}
