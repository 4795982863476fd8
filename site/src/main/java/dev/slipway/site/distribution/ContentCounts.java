package dev.slipway.site.distribution;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * How many copies stand where (DIST-7); each is counted once besides {@code targeted}.
 *
 * @param targeted that shall be there or shall go
 * @param inProgress a repeated attempt that runs among them
 * @param retrying whose attempt failed, and which wait for the time of the next; with {@code failed} in the tab Error
 * @param failed that are not tried again by themselves
 * @param unknown at points that do not report
 */
public record ContentCounts(int targeted, int installed, int inProgress, int retrying, int failed, int unknown) {
    public static final ContentCounts NONE = new ContentCounts(0, 0, 0, 0, 0, 0);

    /** By what rows are gathered. */
    enum By {
        PACKAGE("d.package", ""),
        POINT("d.point", ""),
        /** What the group holds, at its members (DIST-8). */
        GROUP(
                "c.point_group",
                " join point_group_member m on m.point = d.point"
                        + " join point_group_content c on c.point_group = m.point_group and c.package = d.package");

        private final String column;
        private final String join;

        By(String column, String join) {
            this.column = column;
            this.join = join;
        }
    }

    /** What waits for its next try stands under Error with its reason and time (DIST-6). How far it is at a silent point nobody knows. */
    static DistributionState.Tab tab(DistributionState state, Job.State job, DistributionPoint.State point) {
        boolean open = state.tab() == DistributionState.Tab.IN_PROGRESS;
        if (open && point == DistributionPoint.State.OFFLINE) {
            return DistributionState.Tab.UNKNOWN;
        }
        return open && job == Job.State.PENDING_RESTART ? DistributionState.Tab.ERROR : state.tab();
    }

    /** In the tab Error. */
    public int errors() {
        return retrying + failed;
    }

    public static ContentCounts of(List<ContentStatus.AtPoint> rows) {
        ContentCounts counts = NONE;
        for (ContentStatus.AtPoint row : rows) {
            counts = counts.plus(row.tab(), row.jobState(), 1);
        }
        return counts;
    }

    /** Counted by the database, for lists of thousands. */
    static Map<String, ContentCounts> all(Handle handle, By by) {
        record Row(String id, DistributionState state, Job.State job, DistributionPoint.State point, int copies) {}
        Map<String, ContentCounts> counts = new TreeMap<>();
        String sql = "select " + by.column + " as id, d.state, d.job_state as job, p.state as point, count(*) as copies"
                + " from distribution d join distribution_point p on p.id = d.point" + by.join + " group by "
                + by.column
                + ", d.state, d.job_state, p.state order by 1, 2, 3, 4";
        for (Row row : handle.createQuery(sql).mapTo(Row.class).list()) {
            ContentCounts before = counts.getOrDefault(row.id(), NONE);
            counts.put(row.id(), before.plus(tab(row.state(), row.job(), row.point()), row.job(), row.copies()));
        }
        return counts;
    }

    private ContentCounts plus(DistributionState.Tab tab, Job.State job, int copies) {
        boolean error = tab == DistributionState.Tab.ERROR;
        boolean again = error && job == Job.State.PENDING_RESTART;
        return new ContentCounts(
                targeted + copies,
                installed + (tab == DistributionState.Tab.SUCCESS ? copies : 0),
                inProgress + (tab == DistributionState.Tab.IN_PROGRESS ? copies : 0),
                retrying + (again ? copies : 0),
                failed + (error && !again ? copies : 0),
                unknown + (tab == DistributionState.Tab.UNKNOWN ? copies : 0));
    }
}
