package dev.slipway.site.distribution;

import dev.slipway.content.ContentId;
import dev.slipway.protocol.ContentTicket.Place;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Where a machine fetches a content: by its boundary groups, their neighbours, then the default group (CON-2). */
@Component
public class Places {
    private static final Logger LOG = LoggerFactory.getLogger(Places.class);
    private final Database database;
    private final Content content;
    private final Distributions distributions;

    Places(Database database, Content content, Distributions distributions) {
        this.database = database;
        this.content = content;
        this.distributions = distributions;
    }

    /**
     * The places that hold a content as a whole now, the best first.
     *
     * @param address the machine's IP address
     * @param packages whose content it is, in the machine's run
     * @param siteContent address of the site's own content folder, as the machine reaches it
     * @throws SlipwayException 409 {@code content-no-place}
     */
    public List<Place> of(String address, String contentId, Set<String> packages, String siteContent) {
        List<Place> found = points(address, contentId, packages).stream()
                .map(point -> new Place(
                        point.kind() == DistributionPoint.Kind.SITE
                                ? siteContent
                                : point.address().contentUrl(),
                        "",
                        point.name()))
                .toList();
        if (found.isEmpty()) {
            throw new SlipwayException(
                    "content-no-place",
                    409,
                    "No distribution point that this machine may use holds content " + contentId
                            + ". Distribute the package to a point of its boundary group or of the default group.");
        }
        return found;
    }

    /** As {@link #of}, the points themselves; none when no point holds the content. */
    List<DistributionPoint> points(String address, String contentId, Set<String> packages) {
        Found found = database.read(handle -> find(handle, address, contentId, packages));
        if (!found.ownGroupHasIt()) {
            onDemand(found.ownPoints(), contentId, packages);
        }
        return found.points();
    }

    /** @param ownPoints of the groups that contain the machine */
    private record Found(List<DistributionPoint> points, boolean ownGroupHasIt, Set<String> ownPoints) {}

    private Found find(Handle handle, String address, String contentId, Set<String> packages) {
        Set<String> own = BoundaryGroups.containing(handle, address);
        Set<String> groups = new LinkedHashSet<>(own);
        for (String group : own) {
            groups.addAll(BoundaryGroups.fallback(handle, group));
        }
        groups.add(BoundaryGroups.defaultGroup(handle));
        Set<String> points = new LinkedHashSet<>();
        groups.forEach(group -> points.addAll(BoundaryGroups.points(handle, group)));
        Set<String> ownPoints = new LinkedHashSet<>();
        own.forEach(group -> ownPoints.addAll(BoundaryGroups.points(handle, group)));
        List<DistributionPoint> holding = new ArrayList<>();
        boolean ownGroupHasIt = own.isEmpty();
        for (String id : points) {
            DistributionPoint point = Points.require(handle, id);
            if (point.serves() && holds(handle, point, contentId, packages)) {
                holding.add(point);
                ownGroupHasIt |= ownPoints.contains(id);
            }
        }
        return new Found(holding, ownGroupHasIt, ownPoints);
    }

    private boolean holds(Handle handle, DistributionPoint point, String contentId, Set<String> packages) {
        return switch (point.kind()) {
            case SITE -> siteHas(handle, contentId, packages);
            case REMOTE, PLAIN ->
                new PointSql(handle).contents(point.id()).contains(contentId)
                        && !isLeaving(handle, point.id(), contentId);
        };
    }

    /** A package that was removed from the site's point is fetched elsewhere, although the store still has it; one that was deleted is not. */
    private boolean siteHas(Handle handle, String contentId, Set<String> packages) {
        boolean served = packages.stream()
                .anyMatch(id -> PackageFacts.find(handle, id).isEmpty()
                        || new DistributionSql(handle)
                                .find(id, DistributionPoint.SITE)
                                .filter(row -> row.present().isPresent())
                                .isPresent());
        return served && content.store().contains(new ContentId(contentId));
    }

    /** Whether the point is just removing it, and nothing else keeps it there. */
    private static boolean isLeaving(Handle handle, String point, String contentId) {
        List<DistributionState> states = handle.createQuery("""
                select state from distribution
                where point = :point and (target_content = :content or present_content = :content)
                """)
                .bind("point", point)
                .bind("content", contentId)
                .mapTo(DistributionState.class)
                .list();
        return !states.isEmpty() && states.stream().allMatch(DistributionState::isRemoval);
    }

    /** The points of the machine's own groups get what is distributed on demand; this machine does not wait for them. */
    private void onDemand(Set<String> points, String contentId, Set<String> packages) {
        if (points.isEmpty()) {
            return;
        }
        database.change(handle -> {
            for (String id : packages) {
                Optional<PackageFacts> facts = PackageFacts.find(handle, id)
                        .filter(found -> found.onDemand() && found.contentId().equals(contentId));
                facts.ifPresent(wanted -> points.stream()
                        .filter(point -> !point.equals(DistributionPoint.SITE))
                        .filter(point ->
                                new DistributionSql(handle).find(id, point).isEmpty())
                        .forEach(point -> {
                            distributions.distribute(handle, wanted, point);
                            LOG.info("{} is distributed to {} on a machine's demand", wanted.name(), point);
                        }));
            }
        });
    }
}
