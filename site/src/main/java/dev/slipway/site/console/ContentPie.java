package dev.slipway.site.console;

import dev.slipway.site.distribution.ContentCounts;
import dev.slipway.site.distribution.DistributionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The pie of a content status with its counts (DIST-7).
 *
 * @param one what is counted: {@code distribution point}
 * @param path of the list whose tabs the slices lead to
 */
public record ContentPie(ContentCounts counts, String one, String many, String path) {
    private static final double WHOLE = 100;

    /**
     * One slice and its line in the legend.
     *
     * @param dash length of the slice and of the rest of the circle, in hundredths
     * @param before where it begins, in hundredths, counted backwards as SVG wants it
     */
    public record Slice(String tone, String word, int count, String dash, String before, String to) {}

    /** In the order in which work goes: what is there, what moves, what went wrong. Those without a copy have no area. */
    public List<Slice> slices() {
        List<Slice> slices = new ArrayList<>();
        add(slices, "good", "Installed", counts.installed(), DistributionState.Tab.SUCCESS);
        add(slices, "live", "In progress", counts.inProgress(), DistributionState.Tab.IN_PROGRESS);
        add(slices, "warn", "Retrying", counts.retrying(), DistributionState.Tab.ERROR);
        add(slices, "bad", "Failed", counts.failed(), DistributionState.Tab.ERROR);
        add(slices, "", "Unknown", counts.unknown(), DistributionState.Tab.UNKNOWN);
        return slices;
    }

    private void add(List<Slice> slices, String tone, String word, int count, DistributionState.Tab tab) {
        int before = slices.stream().mapToInt(Slice::count).sum();
        slices.add(new Slice(
                tone,
                word,
                count,
                hundredths(count) + " " + hundredths(counts.targeted() - count),
                "-" + hundredths(before),
                path + "?tab=" + tab.name()));
    }

    private String hundredths(int copies) {
        return String.format(Locale.ROOT, "%.2f", counts.targeted() == 0 ? 0 : WHOLE * copies / counts.targeted());
    }

    /** The same for whoever cannot see it. */
    public String words() {
        String parts = slices().stream()
                .filter(slice -> slice.count() > 0)
                .map(slice -> slice.count() + " " + slice.word().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return Show.counted(counts.targeted(), one, many) + " targeted" + (parts.isEmpty() ? "" : ": " + parts);
    }
}
