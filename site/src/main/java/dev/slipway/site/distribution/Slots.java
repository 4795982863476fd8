package dev.slipway.site.distribution;

import dev.slipway.site.library.PackageSettings.Priority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * DIST-9: so many packages travel at once, each to so many points at once. Who waits elsewhere and is more urgent has its slot kept: by the package's
 * priority, then the point's, then the point's speed. What travels already gives way to a package of higher priority only.
 */
final class Slots {
    /** The most urgent point first; one whose speed nobody knows yet is tried before the slow ones are. */
    static final Comparator<DistributionPoint> POINTS =
            Comparator.comparing(DistributionPoint::priority).thenComparing(point -> -speed(point));

    private static final Comparator<Waiting> URGENCY =
            Comparator.comparing(Waiting::priority).thenComparing(Waiting::point, POINTS);

    private record Waiting(String packageId, Priority priority, DistributionPoint point) {}

    private final DistributionPoint point;
    private final DistributionSettings settings;
    private final Map<String, Set<String>> travelling = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private boolean validating;

    private Slots(DistributionPoint point, DistributionSettings settings) {
        this.point = point;
        this.settings = settings;
    }

    private static long speed(DistributionPoint point) {
        long known = point.speed().bytesPerSecond();
        return known == 0 ? Long.MAX_VALUE : known;
    }

    /** What other points have taken or wait for. */
    static Slots besides(Handle handle, DistributionPoint point, DistributionSettings settings) {
        Slots slots = new Slots(point, settings);
        Map<String, DistributionPoint> others = new PointSql(handle)
                .all().stream()
                        .filter(other -> other.kind() == DistributionPoint.Kind.REMOTE
                                && !other.id().equals(point.id())
                                && other.state() != DistributionPoint.State.OFFLINE
                                && !other.maintenance())
                        .collect(Collectors.toMap(DistributionPoint::id, Function.identity()));
        for (Distribution row : new DistributionSql(handle).unfinished()) {
            Optional<DistributionPoint> other = Optional.ofNullable(others.get(row.pointId()));
            if (other.isEmpty() || !row.job().kind().transfers()) {
                continue;
            }
            if (row.job().state().isRunning()) {
                slots.taken(row.packageId(), row.pointId());
            } else if (row.job().state() == Job.State.READY) {
                PackageFacts.find(handle, row.packageId())
                        .ifPresent(facts ->
                                slots.waiting.add(new Waiting(row.packageId(), facts.priority(), other.get())));
            }
        }
        return slots;
    }

    private void taken(String packageId, String pointId) {
        travelling.computeIfAbsent(packageId, id -> new HashSet<>()).add(pointId);
    }

    /** @param priority of the row's package @return whether its transfer may go on or begin */
    boolean take(Distribution row, Priority priority) {
        Map<String, Set<String>> before = new HashMap<>();
        travelling.forEach((id, points) -> before.put(id, new HashSet<>(points)));
        Waiting own = new Waiting(row.packageId(), priority, point);
        boolean runs = row.job().state().isRunning();
        for (Waiting other : waiting) {
            boolean first = runs ? other.priority().compareTo(priority) < 0 : URGENCY.compare(other, own) < 0;
            if (first) {
                before.computeIfAbsent(other.packageId(), id -> new HashSet<>())
                        .add(other.point().id());
            }
        }
        Set<String> points = before.getOrDefault(row.packageId(), Set.of());
        boolean another = points.isEmpty() && before.size() >= settings.concurrentPackages();
        if (another || points.size() >= settings.concurrentPoints()) {
            return false;
        }
        taken(row.packageId(), point.id());
        return true;
    }

    /** DIST-5: a validation begins when nothing travels to its point, so that both do not fight for the disk. One that has begun goes on. */
    boolean travelsHere() {
        return travelling.values().stream().anyMatch(points -> points.contains(point.id()));
    }

    boolean takeValidation() {
        boolean free = !validating;
        validating = true;
        return free;
    }
}
