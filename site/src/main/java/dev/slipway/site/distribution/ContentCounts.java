package dev.slipway.site.distribution;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * How many copies stand where (DIST-7).
 *
 * @param targeted that shall be there or shall go
 * @param inProgress those that retry among them
 * @param unknown at points that do not report
 */
public record ContentCounts(int targeted, int installed, int inProgress, int retrying, int failed, int unknown) {
    public static final ContentCounts NONE = new ContentCounts(0, 0, 0, 0, 0, 0);

    /** By what rows are gathered. */
    enum By {
        PACKAGE("d.package"),
        POINT("d.point");

        private final String column;

        By(String column) {
            this.column = column;
        }
    }

    static DistributionState.Tab tab(DistributionState state, DistributionPoint.State point) {
        boolean silent = point == DistributionPoint.State.OFFLINE && state.tab() == DistributionState.Tab.IN_PROGRESS;
        return silent ? DistributionState.Tab.UNKNOWN : state.tab();
    }

    public static ContentCounts of(List<ContentStatus.AtPoint> rows) {
        ContentCounts counts = NONE;
        for (ContentStatus.AtPoint row : rows) {
            counts = counts.plus(row.tab(), row.state(), 1);
        }
        return counts;
    }

    /** Counted by the database, for lists of thousands. */
    static Map<String, ContentCounts> all(Handle handle, By by) {
        record Row(String id, DistributionState state, DistributionPoint.State point, int copies) {}
        Map<String, ContentCounts> counts = new TreeMap<>();
        String sql = "select " + by.column + " as id, d.state, p.state as point, count(*) as copies"
                + " from distribution d join distribution_point p on p.id = d.point group by " + by.column
                + ", d.state, p.state order by 1, 2, 3";
        for (Row row : handle.createQuery(sql).mapTo(Row.class).list()) {
            ContentCounts before = counts.getOrDefault(row.id(), NONE);
            counts.put(row.id(), before.plus(tab(row.state(), row.point()), row.state(), row.copies()));
        }
        return counts;
    }

    private ContentCounts plus(DistributionState.Tab tab, DistributionState state, int copies) {
        boolean moving = tab == DistributionState.Tab.IN_PROGRESS;
        return new ContentCounts(
                targeted + copies,
                installed + (tab == DistributionState.Tab.SUCCESS ? copies : 0),
                inProgress + (moving ? copies : 0),
                retrying + (moving && state.isRetry() ? copies : 0),
                failed + (tab == DistributionState.Tab.ERROR ? copies : 0),
                unknown + (tab == DistributionState.Tab.UNKNOWN ? copies : 0));
    }
}
