package dev.slipway.site.distribution;

import dev.slipway.content.ContentId;
import dev.slipway.site.Caller;
import dev.slipway.site.SlipwayException;
import dev.slipway.site.database.Database;
import dev.slipway.site.library.Content;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.Operations;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.springframework.stereotype.Component;

/** What people ask for: distribute, update, redistribute, validate, remove, cancel. */
@Component
public class Distributions {
    private final Database database;
    private final DistributionRows rows;
    private final Content content;
    private final Operations operations;
    private final Clock clock;

    Distributions(Database database, DistributionRows rows, Content content, Operations operations, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.content = content;
        this.operations = operations;
        this.clock = clock;
    }

    /**
     * What became of a request at one point.
     *
     * @param done whether anything was begun
     * @param text why not, or what happens now
     */
    public record Outcome(String packageId, String pointId, boolean done, String text) {}

    /**
     * DIST-2.
     *
     * @param id of a package, or of a task sequence, which stands for what it needs
     * @throws SlipwayException 409 {@code already-distributed} when every target has it or is getting it
     */
    public List<Outcome> distribute(String id, Targets targets) {
        // Read on its own: what the caller may not see is not distributed either.
        List<PackageFacts> packages = database.read(handle -> PackageFacts.meant(handle, id));
        return database.write(handle -> {
            Set<String> points = targets.resolve(handle);
            List<Outcome> outcomes = new ArrayList<>();
            for (PackageFacts read : packages) {
                PackageFacts facts = PackageFacts.withContent(handle, read.id());
                for (String group : targets.allGroups(handle)) {
                    handle.execute(
                            "insert into point_group_content (point_group, package) values (?, ?) on conflict do nothing",
                            group,
                            facts.id());
                }
                for (String point : points) {
                    outcomes.add(distribute(handle, facts, point));
                }
            }
            boolean nothing = outcomes.stream().noneMatch(Outcome::done);
            if (nothing && targets.groups().isEmpty() && targets.collections().isEmpty()) {
                throw new SlipwayException(
                        "already-distributed",
                        409,
                        packages.stream().map(PackageFacts::name).collect(Collectors.joining(", "))
                                + (packages.size() == 1 ? " is at " : " are at ") + String.join(", ", points)
                                + " already, or on the way. Use Redistribute to send it again.");
            }
            return outcomes;
        });
    }

    /** Whether the point lacks the package and is not getting it. */
    static boolean isOpen(Handle handle, String packageId, String point) {
        return new DistributionSql(handle)
                .find(packageId, point)
                .map(Distribution::isOpen)
                .orElse(true);
    }

    /** Also for groups and on demand: the point has the package, or gets it. */
    Outcome distribute(Handle handle, PackageFacts facts, String point) {
        Instant now = clock.instant();
        DistributionSql sql = new DistributionSql(handle);
        Optional<Distribution> existing = sql.find(facts.id(), point);
        if (existing.isPresent()) {
            Distribution row = existing.get();
            if (!row.isOpen()) {
                return new Outcome(facts.id(), point, false, "It is there already, or on its way.");
            }
            rows.change(handle, row, row.wants(facts.current(), now));
            return new Outcome(facts.id(), point, true, "It is distributed again.");
        }
        if (point.equals(DistributionPoint.SITE)) {
            requireInStore(facts);
            rows.add(handle, Distribution.there(facts.id(), point, facts.current(), now));
            new PointSql(handle).addContent(point, facts.contentId());
            return new Outcome(facts.id(), point, true, "The site has it in its store.");
        }
        rows.add(handle, Distribution.wanted(facts.id(), point, facts.current(), now));
        return new Outcome(facts.id(), point, true, "It is on its way.");
    }

    private void requireInStore(PackageFacts facts) {
        if (!content.store().contains(new ContentId(facts.contentId()))) {
            throw new SlipwayException(
                    "content-unknown",
                    409,
                    "The content of " + facts.name() + " is not in the site's store. Refresh it from its source.");
        }
    }

    /**
     * Begins DIST-3: a changed source becomes the next version, and the points that lag get what they lack. Asked for again while it waits or
     * runs, it is the same operation.
     *
     * @param verify read the source even if it looks as it did
     * @throws SlipwayException 404 {@code package-not-found}; 409 {@code package-without-content}
     */
    public Operation update(String packageId, boolean verify, Caller caller) {
        return database.write(handle -> {
            PackageFacts facts = PackageFacts.withContent(handle, packageId);
            return operations
                    .unfinished(handle, UpdatePoints.KIND, packageId)
                    .orElseGet(() -> operations.submit(
                            handle,
                            UpdatePoints.KIND,
                            "Update the distribution points of " + facts.name(),
                            packageId,
                            new UpdatePoints.Input(packageId, verify).encode(),
                            caller));
        });
    }

    /** Whoever has an older version, or failed at the current one, gets it. Nobody behind: nothing happens. */
    void update(Handle handle, String packageId) {
        PackageFacts facts = PackageFacts.withContent(handle, packageId);
        for (Distribution row : new DistributionSql(handle).ofPackage(packageId)) {
            boolean behind = !row.target().equals(facts.current()) || row.state() == DistributionState.INSTALL_FAILED;
            if (behind && !row.state().isRemoval()) {
                rows.change(handle, row, row.wants(facts.current(), clock.instant()));
            }
        }
    }

    /** DIST-4: every block anew. At the site itself, whose store is the source, all blocks are checked instead. */
    public List<Outcome> redistribute(String packageId, Targets targets) {
        return onRows(packageId, targets, (handle, facts, row) -> {
            if (row.state().isRemoval()) {
                return new Outcome(row.packageId(), row.pointId(), false, "It is being removed.");
            }
            if (row.pointId().equals(DistributionPoint.SITE)) {
                return validate(handle, row);
            }
            rows.change(handle, row, row.redistribute(facts.current(), clock.instant()));
            return new Outcome(row.packageId(), row.pointId(), true, "All of it is sent again.");
        });
    }

    /** DIST-5 */
    public List<Outcome> validate(String packageId, Targets targets) {
        return onRows(packageId, targets, (handle, facts, row) -> validate(handle, row));
    }

    /** Everything that a point holds. */
    public int validatePoint(String pointId) {
        return database.write(handle -> {
            Points.require(handle, pointId);
            return validateAll(handle, pointId);
        });
    }

    int validateAll(Handle handle, String pointId) {
        int begun = 0;
        for (Distribution row : new DistributionSql(handle).ofPoint(pointId)) {
            begun += validate(handle, row).done() ? 1 : 0;
        }
        return begun;
    }

    private Outcome validate(Handle handle, Distribution row) {
        boolean broken =
                row.pointId().equals(DistributionPoint.SITE) && row.state() == DistributionState.INSTALL_FAILED;
        if (row.state() != DistributionState.INSTALLED && !broken) {
            return new Outcome(row.packageId(), row.pointId(), false, "It can be validated when it is installed.");
        }
        Instant now = clock.instant();
        rows.change(handle, row, broken ? row.wants(row.target(), now) : row.validate(now));
        return new Outcome(row.packageId(), row.pointId(), true, "All its blocks are hashed again.");
    }

    /** Also ends what a group brought there; the group's content stays as it is. */
    public List<Outcome> remove(String packageId, Targets targets) {
        return database.write(handle -> {
            for (String group : targets.allGroups(handle)) {
                handle.execute(
                        "delete from point_group_content where point_group = ? and package = ?", group, packageId);
            }
            return onRows(handle, packageId, targets, (inside, facts, row) -> remove(inside, row));
        });
    }

    private Outcome remove(Handle handle, Distribution row) {
        Instant now = clock.instant();
        DistributionPoint point = Points.require(handle, row.pointId());
        switch (point.kind()) {
            case SITE -> {
                handle.execute(
                        "delete from point_content where point = ? and content_id = ?",
                        point.id(),
                        row.target().contentId());
                rows.remove(handle, row);
            }
            case PLAIN -> rows.remove(handle, row);
            case REMOTE -> {
                RetryRules rules = DistributionSettings.load(handle).retryRules();
                rows.change(handle, row, row.remove(rules, now));
            }
        }
        return new Outcome(row.packageId(), row.pointId(), true, "It is removed from the point.");
    }

    /** DIST-6 */
    public List<Outcome> cancel(String packageId, Targets targets, Caller caller) {
        return onRows(packageId, targets, (handle, facts, row) -> {
            if (row.pointId().equals(DistributionPoint.SITE)) {
                return new Outcome(
                        row.packageId(),
                        row.pointId(),
                        false,
                        "The site shares the library's store; there is nothing to cancel.");
            }
            if (!row.isCancellable()) {
                return new Outcome(
                        row.packageId(), row.pointId(), false, "Nothing is going on that could be cancelled.");
            }
            Distribution after = row.cancel(caller.name(), clock.instant());
            rows.change(handle, row, after);
            return after == row
                    ? new Outcome(row.packageId(), row.pointId(), false, "It is nearly done; the cancel is ignored.")
                    : new Outcome(row.packageId(), row.pointId(), true, "Cancelled.");
        });
    }

    private interface Action {
        Outcome at(Handle handle, PackageFacts facts, Distribution row);
    }

    private List<Outcome> onRows(String packageId, Targets targets, Action action) {
        return database.write(handle -> onRows(handle, packageId, targets, action));
    }

    private static List<Outcome> onRows(Handle handle, String packageId, Targets targets, Action action) {
        PackageFacts facts = PackageFacts.withContent(handle, packageId);
        List<Outcome> outcomes = new ArrayList<>();
        DistributionSql sql = new DistributionSql(handle);
        for (String point : targets.resolve(handle)) {
            Optional<Distribution> row = sql.find(packageId, point);
            outcomes.add(
                    row.isPresent()
                            ? action.at(handle, facts, row.get())
                            : new Outcome(
                                    facts.id(), point, false, facts.name() + " is not distributed to this point."));
        }
        return outcomes;
    }

    /** IMG-7: what a deployment needs must lie somewhere. @throws SlipwayException 409 {@code content-not-distributed} */
    public static void requireSomewhere(Handle handle, Collection<String> packages) {
        List<String> missing = new ArrayList<>();
        for (String id : packages) {
            Optional<PackageFacts> facts = PackageFacts.find(handle, id);
            if (facts.isPresent()
                    && !facts.get().contentId().isEmpty()
                    && new DistributionSql(handle)
                            .ofPackage(id).stream()
                                    .allMatch(row -> row.present().isEmpty())) {
                missing.add(facts.get().name() + " (" + id + ")");
            }
        }
        if (!missing.isEmpty()) {
            throw new SlipwayException(
                    "content-not-distributed",
                    409,
                    "No distribution point holds " + String.join(", ", missing)
                            + ". Distribute it first and wait until it is installed at one point.");
        }
    }
}
