package dev.slipway.bench;

import java.util.List;
import java.util.Locale;

/** Several measurements of one thing, in seconds. */
record Median(List<Double> seconds) {
    Median {
        seconds = seconds.stream().sorted().toList();
    }

    double value() {
        int middle = seconds.size() / 2;
        return seconds.size() % 2 == 1 ? seconds.get(middle) : (seconds.get(middle - 1) + seconds.get(middle)) / 2;
    }

    /** @return the median, and in brackets the least and the most */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f s (%.2f–%.2f)", value(), seconds.getFirst(), seconds.getLast());
    }
}
