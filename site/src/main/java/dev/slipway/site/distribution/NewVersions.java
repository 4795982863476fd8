package dev.slipway.site.distribution;

import dev.slipway.site.library.PackageVersion;
import dev.slipway.site.library.StoredPackage;
import dev.slipway.site.library.VersionListener;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** A new version is at the site's own point at once, and on its way to every other that has the package (DIST-3). */
@Component
class NewVersions implements VersionListener {
    private final DistributionRows rows;
    private final Clock clock;

    NewVersions(DistributionRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    @Override
    public void versionAdded(Handle handle, StoredPackage now, PackageVersion added) {
        if (added.contentId().isEmpty()) {
            return;
        }
        String version = "Version " + added.number();
        rows.tell(handle, StatusMessage.Kind.PROCESSING, now.id(), "", version + " is taken in.");
        rows.tell(handle, StatusMessage.Kind.SNAPSHOT, now.id(), "", version + " was taken from the source.");
        current(handle, now.id(), new Distribution.Version(added.number(), added.contentId()), isFirst(handle, added));
        rows.tell(
                handle,
                StatusMessage.Kind.PROCESSED,
                now.id(),
                "",
                version + " is in the library, and on its way to its points.");
    }

    /** The first with a content: boot images that an older version of Slipway added have earlier versions without one. */
    private static boolean isFirst(Handle handle, PackageVersion added) {
        List<String> earlier = handle.createQuery(
                        "select content_id from package_version where package = :id and number < :number")
                .bind("id", added.packageId())
                .bind("number", added.number())
                .mapTo(String.class)
                .list();
        return added.number() == 1 || !earlier.isEmpty() && earlier.stream().allMatch(String::isEmpty);
    }

    @Override
    public void currentChanged(Handle handle, StoredPackage now) {
        if (now.contentId().isEmpty()) {
            return;
        }
        String text = "Version " + now.sourceVersion() + " is the current one again.";
        rows.tell(handle, StatusMessage.Kind.PROCESSING, now.id(), "", text);
        current(handle, now.id(), new Distribution.Version(now.sourceVersion(), now.contentId()), false);
        rows.tell(handle, StatusMessage.Kind.PROCESSED, now.id(), "", text);
    }

    private void current(Handle handle, String packageId, Distribution.Version version, boolean first) {
        Instant now = clock.instant();
        DistributionSql sql = new DistributionSql(handle);
        PointSql points = new PointSql(handle);
        List<Distribution> held = sql.ofPackage(packageId);
        boolean atSite = held.stream().anyMatch(row -> row.pointId().equals(DistributionPoint.SITE));
        if (first && !atSite) {
            rows.add(handle, Distribution.there(packageId, DistributionPoint.SITE, version, now));
            points.addContent(DistributionPoint.SITE, version.contentId());
        }
        for (Distribution row : held) {
            if (row.pointId().equals(DistributionPoint.SITE)) {
                rows.change(handle, row, Distribution.there(packageId, DistributionPoint.SITE, version, now));
                points.addContent(DistributionPoint.SITE, version.contentId());
            } else if (!row.state().isRemoval()) {
                rows.change(handle, row, next(points, row, version, now));
            }
        }
    }

    /** A point that still holds an older version's blocks as a whole has it at once again. */
    private static Distribution next(PointSql points, Distribution row, Distribution.Version version, Instant now) {
        Distribution wanted = row.wants(version, now);
        return points.contents(row.pointId()).contains(version.contentId())
                ? wanted.holds(java.util.Set.of(version.contentId()), java.util.Set.of(), now)
                        .orElse(wanted)
                : wanted;
    }

    @Override
    public void packageDeleted(Handle handle, StoredPackage gone) {
        for (Distribution row : new DistributionSql(handle).ofPackage(gone.id())) {
            rows.remove(handle, row);
        }
    }
}
