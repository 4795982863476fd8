package dev.slipway.site.distribution;

import dev.slipway.content.ContentId;
import dev.slipway.protocol.ContentTicket.Place;
import dev.slipway.protocol.PointOrders;
import dev.slipway.site.library.ContentTickets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** Decides what a point shall hold and which of its jobs may run now: schedule, rate, priority, concurrency, maintenance (DIST-9, DIST-10). */
@Component
class Orders {
    private final DistributionRows rows;
    private final ContentTickets tickets;
    private final Clock clock;

    Orders(DistributionRows rows, ContentTickets tickets, Clock clock) {
        this.rows = rows;
        this.tickets = tickets;
        this.clock = clock;
    }

    /** @param siteContent address of the site's own content folder, as this point reaches it */
    PointOrders of(Handle handle, DistributionPoint point, DistributionSettings settings, String siteContent) {
        Instant now = clock.instant();
        Map<String, PackageFacts> packages = PackageFacts.ofPoint(handle, point.id());
        List<Distribution> all = new DistributionSql(handle).ofPoint(point.id());
        List<PointOrders.Job> jobs = new ArrayList<>();
        Slots slots = Slots.besides(handle, point, settings);
        for (Candidate candidate : candidates(all, packages, now)) {
            Distribution row = candidate.row();
            PackageFacts facts = candidate.facts();
            Distribution next = decide(handle, row, facts, point, slots, now);
            rows.change(handle, row, next);
            if (next.job().state().isRunning()) {
                jobs.add(job(handle, next, facts, point, siteContent));
            }
        }
        List<String> hold = hold(handle, point, all);
        return new PointOrders(
                settings.pollSeconds(),
                point.maintenance(),
                hold,
                spare(handle, point, hold, settings),
                boot(handle, all),
                jobs,
                point.rate().at(now));
    }

    private record Candidate(Distribution row, PackageFacts facts) {}

    /** The most urgent first: transfers before validations, then the package's priority, then what runs already. */
    private static List<Candidate> candidates(List<Distribution> all, Map<String, PackageFacts> packages, Instant now) {
        List<Candidate> candidates = new ArrayList<>();
        for (Distribution row : all) {
            PackageFacts facts = packages.get(row.packageId());
            Job job = row.job();
            if (facts != null && !job.state().isEnded() && job.kind() != Job.Kind.REMOVE && job.isDue(now)) {
                candidates.add(new Candidate(row, facts));
            }
        }
        candidates.sort(Comparator.comparing((Candidate c) -> c.row().job().kind() == Job.Kind.VERIFY)
                .thenComparing(c -> c.facts().priority())
                .thenComparing(c -> !c.row().job().state().isRunning())
                .thenComparing(c -> c.row().changedAt())
                .thenComparing(c -> c.row().packageId()));
        return candidates;
    }

    private static Distribution decide(
            Handle handle, Distribution row, PackageFacts facts, DistributionPoint point, Slots slots, Instant now) {
        if (point.maintenance()) {
            return row.heldBack(Job.State.SUSPENDED, "The point is in maintenance mode.", now);
        }
        if (row.job().kind() == Job.Kind.VERIFY) {
            if (!row.job().state().isRunning() && slots.travelsHere()) {
                return row.heldBack(Job.State.READY, "Transfers to this point go first.", now);
            }
            return slots.takeValidation()
                    ? row.ordered(now)
                    : row.heldBack(Job.State.READY, "Another validation runs at this point.", now);
        }
        if (facts.waitsForPrestaged(point, row)) {
            return row.heldBack(Job.State.SUSPENDED, "Waits for the prestaged content file.", now);
        }
        WeekSchedule.Window window = point.schedule().at(now);
        if (!window.admits(facts.priority())) {
            return row.heldBack(
                    Job.State.SUSPENDED, "By the point's schedule it is " + window.words() + " at this hour.", now);
        }
        Optional<DistributionPoint> awaited = row.job().state().isRunning()
                ? Optional.empty()
                : PullSources.of(handle, row).awaited(point);
        if (awaited.isPresent()) {
            return row.heldBack(
                    Job.State.SUSPENDED,
                    "Waits until " + awaited.get().name() + " has it, from which this point fetches.",
                    now);
        }
        return slots.take(row, facts.priority())
                ? row.ordered(now)
                : row.heldBack(
                        Job.State.READY, "Waits for its turn: as many transfers as the site allows are going on.", now);
    }

    private PointOrders.Job job(
            Handle handle, Distribution row, PackageFacts facts, DistributionPoint point, String siteContent) {
        PointOrders.Action action = switch (row.job().kind()) {
            case FETCH, REMOVE -> PointOrders.Action.FETCH;
            case REFETCH -> PointOrders.Action.REFETCH;
            case VERIFY -> PointOrders.Action.VERIFY;
        };
        String content = row.target().contentId();
        boolean transfers = row.job().kind().transfers();
        String query = transfers
                ? tickets.issue(ContentTickets.point(point.id()), new ContentId(content), ContentTickets.LIFETIME)
                        .query()
                : "";
        List<Place> places = transfers ? places(PullSources.of(handle, row), point, siteContent) : List.of();
        return new PointOrders.Job(row.job().id(), action, facts.id(), facts.name(), content, places, query);
    }

    /** DIST-11: the point's sources that hold the content, in order; the site at last. */
    private static List<Place> places(PullSources sources, DistributionPoint point, String siteContent) {
        List<Place> places = new ArrayList<>();
        for (DistributionPoint source : sources.holding(point)) {
            places.add(new Place(source.address().contentUrl(), "", source.name()));
        }
        places.add(new Place(siteContent, "", "the site"));
        return places;
    }

    /** BOOT-3: what of it machines may start from there. A point serves of these only what it holds as a whole. */
    private static List<String> boot(Handle handle, List<Distribution> rows) {
        Set<String> bootImages = Set.copyOf(handle.createQuery("select package from boot_image where from_points = 1")
                .mapTo(String.class)
                .list());
        Set<String> boot = new TreeSet<>();
        for (Distribution row : rows) {
            if (!row.state().isRemoval() && bootImages.contains(row.packageId())) {
                boot.add(row.target().contentId());
                row.present().ifPresent(version -> boot.add(version.contentId()));
            }
        }
        return List.copyOf(boot);
    }

    private static List<String> hold(Handle handle, DistributionPoint point, List<Distribution> rows) {
        Set<String> hold = new TreeSet<>(ofActiveRuns(handle, point.id()));
        for (Distribution row : rows) {
            if (row.state().isRemoval()) {
                continue;
            }
            if (row.job().state() != Job.State.CANCELLED || row.state() == DistributionState.INSTALLED) {
                hold.add(row.target().contentId());
            }
            row.present().ifPresent(version -> hold.add(version.contentId()));
        }
        return List.copyOf(hold);
    }

    /** Older versions that the site keeps and the point still has: a rollback to one of them moves nothing. The newest first. */
    private static List<String> spare(
            Handle handle, DistributionPoint point, List<String> hold, DistributionSettings settings) {
        record Older(String packageId, String contentId) {}
        List<Older> kept = handle.createQuery("""
                select version.package as package_id, version.content_id from package_version version
                  join point_content held on held.content_id = version.content_id and held.point = :point
                  join distribution on distribution.package = version.package and distribution.point = :point
                where distribution.state not in ('REMOVAL_PENDING', 'REMOVAL_RETRYING', 'REMOVAL_FAILED')
                order by version.created_at desc, version.package, version.number desc
                """)
                .bind("point", point.id())
                .mapTo(Older.class)
                .list();
        Map<String, Integer> counted = new HashMap<>();
        Set<String> spare = new LinkedHashSet<>();
        for (Older older : kept) {
            if (!hold.contains(older.contentId())
                    && counted.merge(older.packageId(), 1, Integer::sum) <= settings.olderVersions()) {
                spare.add(older.contentId());
            }
        }
        return List.copyOf(spare);
    }

    /** An older version that a machine is just reading stays until that run is over. */
    private static List<String> ofActiveRuns(Handle handle, String point) {
        return handle.createQuery("""
                select distinct content.content_id from run_content content
                  join run on run.id = content.run
                  join point_content held on held.content_id = content.content_id and held.point = :point
                  join distribution on distribution.package = content.package and distribution.point = :point
                where run.finished_at is null and distribution.state not in ('REMOVAL_PENDING', 'REMOVAL_RETRYING', 'REMOVAL_FAILED')
                """).bind("point", point).mapTo(String.class).list();
    }
}
