package dev.slipway.site.console;

import dev.slipway.site.Caller;
import dev.slipway.site.Role;
import dev.slipway.site.distribution.ContentCounts;
import dev.slipway.site.distribution.ContentStatus.AtPoint;
import dev.slipway.site.distribution.DistributionState.Tab;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Content at its points, as the pages of a package, a point and a group show it (DIST-6, DIST-7): the pie, and a list with a tab for each kind of state. */
@Component
class ContentPlaces {
    static final String ACTIONS = "/content-places";
    private static final Role NEEDS = Role.OPERATING_SYSTEM_DEPLOYMENT_MANAGER;
    private final Lists lists;
    private final Clock clock;

    ContentPlaces(Lists lists, Clock clock) {
        this.lists = lists;
        this.clock = clock;
    }

    /** What the page is about; the other of the two stands in the first column. */
    enum About {
        PACKAGE("distribution point", "distribution points"),
        POINT("package", "packages"),
        GROUP("copy", "copies");

        private final String one;
        private final String many;

        About(String one, String many) {
            this.one = one;
            this.many = many;
        }
    }

    /** What a page's model needs: {@code pie} and {@code list}. @param path of the page */
    Map<String, Object> model(About about, String path, List<AtPoint> all, HttpServletRequest request, Caller caller) {
        ContentCounts counts = ContentCounts.of(all);
        Map<String, String> tabs = new LinkedHashMap<>();
        tabs.put(Tab.SUCCESS.name(), "Success (" + counts.installed() + ")");
        tabs.put(Tab.IN_PROGRESS.name(), "In progress (" + counts.inProgress() + ")");
        tabs.put(Tab.ERROR.name(), "Error (" + counts.errors() + ")");
        tabs.put(Tab.UNKNOWN.name(), "Unknown (" + counts.unknown() + ")");
        String asked = request.getParameter("tab");
        String tab = asked == null || !tabs.containsKey(asked) ? "" : asked;
        List<AtPoint> rows = all.stream()
                .filter(row -> tab.isEmpty() || row.tab().name().equals(tab))
                .toList();
        Listing<AtPoint> listing = listing(about, path, tab).filter("tab", "State", tabs);
        return new HashMap<>(Map.of(
                "pie",
                new ContentPie(counts, about.one, about.many, path),
                "list",
                lists.view(listing, rows, request, caller)));
    }

    /** What succeeded needs other columns than what is on its way or failed. */
    private Listing<AtPoint> listing(About about, String path, String tab) {
        boolean done = tab.equals(Tab.SUCCESS.name());
        Listing<AtPoint> listing = Listing.of(
                "content-places" + (done ? "-success" : ""), path, about.one, about.many, ContentPlaces::key);
        if (about != About.PACKAGE) {
            listing.column(
                    "package", "Package", row -> Cell.link(row.packageName(), "/content-status/" + row.packageId()));
        }
        if (about != About.POINT) {
            listing.column(
                    "point",
                    "Distribution point",
                    row -> Cell.link(row.pointName(), "/distribution-points/" + row.pointId()));
        }
        listing.column("state", "State", row -> Cell.state(tone(row), Show.word(row.state())));
        if (done) {
            listing.column("version", "Version", ContentPlaces::version)
                    .column(
                            "validated",
                            "Validated",
                            row -> Cell.time(row.validatedAt().orElse(null), "never"))
                    .column("changed", "Changed", row -> Cell.time(row.changedAt()))
                    .further("fetched", "Fetched", row -> Cell.size(row.fetchedBytes()))
                    .further("details", "Details", ContentPlaces::details);
        } else {
            listing.column("progress", "Progress", ContentPlaces::progress)
                    .figures("retries", "Retries left", ContentPlaces::retries)
                    .column("next", "Next retry", this::next)
                    .column("details", "Details", ContentPlaces::details)
                    .further("version", "Version", ContentPlaces::version)
                    .further("fetched", "Fetched", row -> Cell.size(row.fetchedBytes()))
                    .further(
                            "validated",
                            "Validated",
                            row -> Cell.time(row.validatedAt().orElse(null), "never"))
                    .further("changed", "Changed", row -> Cell.time(row.changedAt()));
        }
        return listing.action(new ListAction("Validate", ACTIONS + "/validate", "", false, NEEDS))
                .action(new ListAction(
                        "Redistribute",
                        ACTIONS + "/redistribute",
                        "Send every block of what is selected again?",
                        false,
                        NEEDS))
                .action(new ListAction("Cancel", ACTIONS + "/cancel", "", false, NEEDS))
                .action(new ListAction(
                        "Remove", ACTIONS + "/remove", "Remove what is selected from its points?", true, NEEDS));
    }

    /** How it is with all copies together. */
    static Cell state(ContentCounts counts) {
        if (counts.failed() > 0) {
            return Cell.state("bad", "error");
        }
        if (counts.retrying() > 0) {
            return Cell.state("warn", "retrying");
        }
        if (counts.unknown() > 0) {
            return Cell.state("warn", "unknown");
        }
        if (counts.inProgress() > 0) {
            return Cell.state("live", "in progress");
        }
        return counts.targeted() == 0 ? Cell.state("", "nowhere") : Cell.state("good", "success");
    }

    /** Which package at which point; {@link ContentPlacePages} takes it apart. */
    private static String key(AtPoint row) {
        return row.packageId() + "@" + row.pointId();
    }

    private static String tone(AtPoint row) {
        return row.tab() == Tab.ERROR && row.waitsForRetry() ? "warn" : DistributionShow.tone(row.tab());
    }

    private static Cell progress(AtPoint row) {
        return row.tab() == Tab.SUCCESS
                ? Cell.text("")
                : Cell.progress(
                        row.percent(),
                        row.tab() == Tab.ERROR ? tone(row) : "",
                        "Progress of " + row.packageName() + " at " + row.pointName());
    }

    private static Cell retries(AtPoint row) {
        return row.tab() == Tab.SUCCESS ? Cell.text("") : Cell.number(row.retriesLeft());
    }

    /** What waits for its hour or its turn has a next attempt too, but is no retry. */
    private Cell next(AtPoint row) {
        Instant next = row.nextAttemptAt().orElse(null);
        if (next == null || row.tab() == Tab.SUCCESS) {
            return row.tab() == Tab.ERROR ? Cell.text("none").under("Redistribute begins anew.") : Cell.text("");
        }
        Duration wait = Duration.between(clock.instant(), next);
        String when = wait.isNegative() || wait.isZero() ? "now" : "in " + Show.duration(wait.plusSeconds(1));
        return Cell.duration(when, next.toEpochMilli())
                .under(wait.compareTo(Duration.ofHours(12)) < 0 ? Show.clock(next) : Show.minute(next));
    }

    private static Cell version(AtPoint row) {
        String there = row.presentVersion() == 0 ? "none" : Show.count(row.presentVersion());
        String wanted = row.presentVersion() == row.version() ? "" : " → " + Show.count(row.version());
        return Cell.duration(there + wanted, row.presentVersion());
    }

    private static Cell details(AtPoint row) {
        return Cell.text(row.why().isEmpty() ? waiting(row) : row.why()).under(row.errorCode());
    }

    private static String waiting(AtPoint row) {
        return switch (row.jobState()) {
            case PENDING, READY -> "It waits for its turn.";
            case STARTED -> "The point has the order.";
            case INPROGRESS ->
                row.fetchedBytes() == 0
                        ? ""
                        : Show.size(row.fetchedBytes()) + " fetched, " + Show.size(row.doneBytes()) + " of "
                                + Show.size(row.totalBytes()) + " there.";
            case SUSPENDED -> "Its schedule, maintenance mode or prestaging keep it back.";
            case PENDING_RESTART, COMPLETE, FAILED, CANCELLED -> "";
        };
    }
}
