package dev.slipway.site.console;

import dev.slipway.site.distribution.DistributionPoint;
import dev.slipway.site.distribution.DistributionState;
import dev.slipway.site.distribution.PointSpeed;
import dev.slipway.site.distribution.StatusMessage;

/** How pages write what distribution knows. */
public final class DistributionShow {
    private DistributionShow() {}

    public static String tone(DistributionPoint point) {
        return point.maintenance()
                ? "warn"
                : switch (point.state()) {
                    case ONLINE -> "good";
                    case LATE -> "warn";
                    case OFFLINE -> "bad";
                };
    }

    public static String state(DistributionPoint point) {
        return point.maintenance() ? Show.word(point.state()) + ", maintenance" : Show.word(point.state());
    }

    /** By which points of the same priority take turns (DIST-9). */
    public static String speed(PointSpeed speed) {
        String measured = speed.measuredBytesPerSecond() == 0
                ? "not measured yet"
                : Show.size(speed.measuredBytesPerSecond()) + " a second";
        return speed.pinnedBytesPerSecond() == 0
                ? measured
                : Show.size(speed.pinnedBytesPerSecond()) + " a second, pinned (" + measured + ")";
    }

    public static String kind(DistributionPoint point) {
        return switch (point.kind()) {
            case SITE -> "the site's own";
            case REMOTE -> "distribution point";
            case PLAIN -> "web server";
        };
    }

    public static String tone(DistributionState.Tab tab) {
        return switch (tab) {
            case SUCCESS -> "good";
            case IN_PROGRESS -> "live";
            case ERROR -> "bad";
            case UNKNOWN -> "warn";
        };
    }

    public static String tone(StatusMessage.Severity severity) {
        return switch (severity) {
            case INFORMATION -> "";
            case WARNING -> "warn";
            case ERROR -> "bad";
        };
    }
}
