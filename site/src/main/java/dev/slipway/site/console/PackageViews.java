package dev.slipway.site.console;

import dev.slipway.site.access.CurrentCaller;
import dev.slipway.site.database.Database;
import dev.slipway.site.distribution.ContentStatus;
import dev.slipway.site.distribution.ContentStatuses;
import dev.slipway.site.distribution.DistributionOffer;
import dev.slipway.site.distribution.DistributionPoint;
import dev.slipway.site.distribution.PointGroup;
import dev.slipway.site.library.PackageActions;
import dev.slipway.site.library.PackageVersion;
import dev.slipway.site.library.Packages;
import dev.slipway.site.library.StoredPackage;
import dev.slipway.site.library.source.SourceAccounts;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Gathers what the shared property tabs of a package show; only what the open tab needs is read. */
@Component
class PackageViews {
    private final Database database;
    private final Packages packages;
    private final PackageActions actions;
    private final SourceAccounts accounts;
    private final ContentStatuses statuses;

    PackageViews(
            Database database,
            Packages packages,
            PackageActions actions,
            SourceAccounts accounts,
            ContentStatuses statuses) {
        this.database = database;
        this.packages = packages;
        this.actions = actions;
        this.accounts = accounts;
        this.statuses = statuses;
    }

    /** @param own tabs that only objects of this type have */
    PackageTabs of(StoredPackage shared, String wanted, List<PackageTabs.Tab> own) {
        List<PackageTabs.Tab> tabs = PackageTabs.around(own);
        String open = tabs.stream().anyMatch(tab -> tab.id().equals(wanted)) ? wanted : PackageTabs.GENERAL;
        List<ContentStatus.AtPoint> places = open.equals(PackageTabs.LOCATIONS) ? places(shared) : List.of();
        List<PackageVersion> versions =
                open.equals(PackageTabs.VERSIONS) ? packages.versions(shared.type(), shared.id()) : List.of();
        return new PackageTabs(
                actions.details(shared.id(), CurrentCaller.find().orElseThrow()),
                PackageTabs.path(shared.type(), shared.id()),
                open,
                tabs,
                versions,
                open.equals(PackageTabs.SOURCE) ? accounts.all() : List.of(),
                places,
                open.equals(PackageTabs.LOCATIONS) && !shared.contentId().isEmpty()
                        ? elsewhere(statuses.offer(shared.id()))
                        : List.of());
    }

    /** The points where its content is or shall be. */
    List<String> placeNames(StoredPackage shared) {
        return places(shared).stream().map(ContentStatus.AtPoint::pointName).toList();
    }

    /** Where the page of a package stands; empty when there is no such package. */
    String path(String id) {
        return database.read(handle -> Packages.find(handle, id))
                .map(found -> PackageTabs.path(found.type(), id))
                .orElse("");
    }

    private List<ContentStatus.AtPoint> places(StoredPackage shared) {
        return shared.contentId().isEmpty()
                ? List.of()
                : statuses.get(shared.id()).points();
    }

    private static List<PackageTabs.Target> elsewhere(DistributionOffer offer) {
        List<PackageTabs.Target> targets = new ArrayList<>();
        for (DistributionOffer.Associated collection : offer.collections()) {
            targets.add(new PackageTabs.Target(
                    "collection:" + collection.id(), collection.name(), "collection, for " + collection.groups()));
        }
        for (PointGroup group : offer.groups()) {
            targets.add(new PackageTabs.Target(
                    "group:" + group.id(),
                    group.name(),
                    "group of " + Show.counted(group.points().size(), "point", "points")));
        }
        for (DistributionPoint point : offer.points()) {
            targets.add(new PackageTabs.Target(
                    "point:" + point.id(), point.name(), "distribution point, " + Show.word(point.state())));
        }
        return targets;
    }
}
