package dev.slipway.site.distribution;

import dev.slipway.site.database.Database;
import dev.slipway.site.operation.Event;
import dev.slipway.site.operation.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Reads where everything stands, for people. */
@Component
public class ContentStatuses {
    private final Database database;
    private final Events events;

    ContentStatuses(Database database, Events events) {
        this.database = database;
        this.events = events;
    }

    /** All packages that have content, by name. */
    public List<ContentStatus> all() {
        return database.read(handle -> {
            Map<String, List<ContentStatus.AtPoint>> byPackage = new DistributionView(handle)
                    .of(new DistributionSql(handle).all()).stream()
                            .collect(Collectors.groupingBy(ContentStatus.AtPoint::packageId));
            return PackageFacts.all(handle).stream()
                    .map(facts -> ContentStatus.of(facts, byPackage.getOrDefault(facts.id(), List.of())))
                    .toList();
        });
    }

    /** All packages that have content, by name, with their counts but without their points. */
    public List<ContentStatus> counted() {
        return database.read(handle -> {
            Map<String, ContentCounts> counts = ContentCounts.all(handle, ContentCounts.By.PACKAGE);
            return PackageFacts.all(handle).stream()
                    .map(facts ->
                            ContentStatus.of(facts, counts.getOrDefault(facts.id(), ContentCounts.NONE), List.of()))
                    .toList();
        });
    }

    /** What stands at each point that has or gets anything. */
    public Map<String, ContentCounts> countsOfPoints() {
        return database.read(handle -> ContentCounts.all(handle, ContentCounts.By.POINT));
    }

    /** What stands in each group that has content and points. */
    public Map<String, ContentCounts> countsOfGroups() {
        return database.read(handle -> ContentCounts.all(handle, ContentCounts.By.GROUP));
    }

    /** What the group holds, at each of its points (DIST-8). */
    public List<ContentStatus.AtPoint> ofGroup(PointGroup group) {
        return database.read(handle -> {
            DistributionSql sql = new DistributionSql(handle);
            Set<String> packages = Set.copyOf(group.packages());
            List<Distribution> rows = group.points().stream()
                    .flatMap(point -> sql.ofPoint(point).stream())
                    .filter(row -> packages.contains(row.packageId()))
                    .toList();
            return new DistributionView(handle).of(rows);
        });
    }

    public ContentStatus get(String packageId) {
        return database.read(handle -> ContentStatus.of(
                PackageFacts.withContent(handle, packageId),
                new DistributionView(handle).of(new DistributionSql(handle).ofPackage(packageId))));
    }

    /** DIST-2. @param objectIds packages and task sequences */
    public DistributionOffer offer(String... objectIds) {
        return database.read(handle -> DistributionOffer.of(handle, List.of(objectIds)));
    }

    /** What a point holds, gets and loses. */
    public List<ContentStatus.AtPoint> atPoint(String pointId) {
        return database.read(handle -> {
            Points.require(handle, pointId);
            return new DistributionView(handle).of(new DistributionSql(handle).ofPoint(pointId));
        });
    }

    /** DIST-13, the newest first. @param packageId empty: of all @param pointId empty: of all @param before only lower numbers */
    public List<StatusMessage> messages(String packageId, String pointId, long before, int limit) {
        return database.read(
                handle -> DistributionRows.messages(handle, packageId, pointId, before, Math.clamp(limit, 1, 500)));
    }

    public DistributionSettings settings() {
        return database.read(DistributionSettings::load);
    }

    public DistributionSettings change(DistributionSettings settings) {
        database.change(handle -> {
            settings.store(handle);
            events.publish(handle, "site", "distribution", Event.Change.CHANGED);
        });
        return settings;
    }

    /** Rows with the names of their packages and points. */
    private record DistributionView(Handle handle) {
        List<ContentStatus.AtPoint> of(List<Distribution> rows) {
            DistributionSettings settings = DistributionSettings.load(handle);
            Map<String, DistributionPoint> points = new PointSql(handle)
                    .all().stream().collect(Collectors.toMap(DistributionPoint::id, Function.identity()));
            Map<String, PackageFacts> packages =
                    PackageFacts.all(handle).stream().collect(Collectors.toMap(PackageFacts::id, Function.identity()));
            List<ContentStatus.AtPoint> views = new ArrayList<>();
            for (Distribution row : rows) {
                Optional<PackageFacts> facts = Optional.ofNullable(packages.get(row.packageId()));
                Optional<DistributionPoint> point = Optional.ofNullable(points.get(row.pointId()));
                if (facts.isPresent() && point.isPresent()) {
                    views.add(ContentStatus.at(row, facts.get(), point.get(), settings));
                }
            }
            return views;
        }
    }
}
