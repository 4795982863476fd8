package dev.slipway.site.console;

import dev.slipway.site.distribution.ContentStatus;
import dev.slipway.site.distribution.ContentStatuses;
import dev.slipway.site.distribution.DistributionPoint;
import dev.slipway.site.distribution.Points;
import dev.slipway.site.library.BootImages;
import dev.slipway.site.operation.Operation;
import dev.slipway.site.operation.Operations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What an administrator should look at: on Monday morning the overview answers it before anything else. */
@Component
public class Attention {
    /** As long as something that went wrong is told. */
    static final Duration RECENT = Duration.ofDays(7);

    private static final long LITTLE_ROOM = 5L << 30;
    private static final int SCARCE_SHARE = 10;
    private static final int NAMED = 3;
    private final Points points;
    private final ContentStatuses statuses;
    private final Operations operations;
    private final BootImages bootImages;
    private final Clock clock;

    Attention(Points points, ContentStatuses statuses, Operations operations, BootImages bootImages, Clock clock) {
        this.points = points;
        this.statuses = statuses;
        this.operations = operations;
        this.bootImages = bootImages;
        this.clock = clock;
    }

    /**
     * One thing to look at.
     *
     * @param tone {@code bad} or {@code warn}
     * @param word for the tone
     * @param to where it is mended
     */
    public record Concern(String tone, String word, String text, String note, String to) {}

    /** The worst first. */
    List<Concern> concerns() {
        List<Concern> concerns = new ArrayList<>();
        List<DistributionPoint> all = points.all();
        silentPoints(concerns, all.stream().filter(Attention::isSilent).toList());
        failedContent(concerns);
        failedOperations(concerns);
        all.stream()
                .filter(Attention::isShortOfRoom)
                .sorted(Comparator.comparingLong(DistributionPoint::freeBytes))
                .limit(NAMED)
                .map(Attention::shortOfRoom)
                .forEach(concerns::add);
        if (bootImages.all().isEmpty()) {
            concerns.add(new Concern(
                    "warn",
                    "missing",
                    "There is no boot image",
                    "No machine can start from the network. Add one.",
                    "/boot-images"));
        }
        return concerns;
    }

    private static boolean isSilent(DistributionPoint point) {
        return point.state() != DistributionPoint.State.ONLINE && !point.maintenance();
    }

    private static void silentPoints(List<Concern> concerns, List<DistributionPoint> silent) {
        if (silent.size() <= NAMED) {
            silent.stream().map(Attention::silent).forEach(concerns::add);
        } else {
            concerns.add(new Concern(
                    "bad",
                    "silent",
                    Show.count(silent.size()) + " distribution points do not report",
                    names(silent.stream().map(DistributionPoint::name).toList()) + ". Machines are sent elsewhere.",
                    "/distribution-points?sort=reported&order=asc"));
        }
    }

    private static Concern silent(DistributionPoint point) {
        return new Concern(
                point.state() == DistributionPoint.State.LATE ? "warn" : "bad",
                point.state() == DistributionPoint.State.LATE ? "late" : "silent",
                "Distribution point " + point.name() + " does not report",
                point.lastReportAt()
                                .map(at -> "Last heard of at " + Show.minute(at) + ".")
                                .orElse("Never heard of.") + " Machines are sent elsewhere.",
                "/distribution-points/" + point.id());
    }

    private void failedContent(List<Concern> concerns) {
        List<ContentStatus> failed = statuses.counted().stream()
                .filter(one -> one.counts().errors() > 0)
                .toList();
        if (!failed.isEmpty()) {
            boolean tries = failed.stream().allMatch(one -> one.failed() == 0);
            concerns.add(new Concern(
                    tries ? "warn" : "bad",
                    tries ? "retrying" : "failed",
                    "Content of " + Show.counted(failed.size(), "package", "packages")
                            + " has not reached every distribution point",
                    names(failed.stream().map(ContentStatus::name).toList()),
                    failed.size() == 1
                            ? "/content-status/" + failed.getFirst().packageId() + "?tab=ERROR"
                            : "/content-status?sort=failed&order=desc"));
        }
    }

    private void failedOperations(List<Concern> concerns) {
        Instant since = clock.instant().minus(RECENT);
        List<Operation> failed = operations.newest(200).stream()
                .filter(operation -> operation.state() == Operation.State.FAILED
                        && operation.createdAt().isAfter(since))
                .toList();
        if (!failed.isEmpty()) {
            concerns.add(new Concern(
                    "bad",
                    "failed",
                    Show.counted(failed.size(), "operation has", "operations have") + " failed in the last "
                            + RECENT.toDays() + " days",
                    names(failed.stream().map(Operation::title).distinct().toList()),
                    failed.size() == 1 ? "/operations/" + failed.getFirst().id() : "/operations?state=FAILED"));
        }
    }

    /** Less than {@link #LITTLE_ROOM} and less than a tenth of what content takes or could take. */
    private static boolean isShortOfRoom(DistributionPoint point) {
        return point.kind() != DistributionPoint.Kind.PLAIN
                && point.lastReportAt().isPresent()
                && point.freeBytes() < LITTLE_ROOM
                && point.freeBytes() < (point.freeBytes() + point.storedBytes()) / SCARCE_SHARE;
    }

    private static Concern shortOfRoom(DistributionPoint point) {
        return new Concern(
                "warn",
                "little room",
                point.name() + " has " + Show.size(point.freeBytes()) + " left",
                "Its content takes " + Show.size(point.storedBytes())
                        + ". Remove content that nobody needs there, or give it a larger disk.",
                "/distribution-points/" + point.id());
    }

    private static String names(List<String> names) {
        String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() <= NAMED ? first : first + " and " + (names.size() - NAMED) + " more";
    }
}
