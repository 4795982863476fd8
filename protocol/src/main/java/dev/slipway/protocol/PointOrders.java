package dev.slipway.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;

/**
 * What a distribution point shall do until its next report.
 *
 * @param pollSeconds until that report, 1 to 3600
 * @param maintenance it serves no machine (DIST-11)
 * @param hold ids of all contents that it shall keep; whatever else it has may be collected
 * @param spare ids of contents that it may keep as long as it has room: older versions, to which the site may go back
 * @param boot ids of those among the former whose kernel and initramfs machines may start from this point (BOOT-3)
 * @param jobs that may run now, most urgent first; one that is not listed rests and keeps what it has
 */
public record PointOrders(
        int pollSeconds,
        boolean maintenance,
        List<String> hold,
        List<String> spare,
        List<String> boot,
        List<Job> jobs,
        Rate rate) {
    public PointOrders {
        hold = List.copyOf(hold);
        // A site of an older version names none.
        spare = List.copyOf(Objects.requireNonNullElse(spare, List.of()));
        boot = List.copyOf(Objects.requireNonNullElse(boot, List.of()));
        jobs = List.copyOf(jobs);
    }

    /**
     * @param jobId of this attempt; another attempt at the same is another job
     * @param places to fetch from, best first; none for {@code VERIFY}
     * @param query the ticket for these places
     */
    public record Job(
            String jobId,
            Action action,
            String packageId,
            String name,
            String contentId,
            List<ContentTicket.Place> places,
            String query) {
        public Job {
            places = List.copyOf(places);
        }
    }

    public enum Action {
        /** Fetches the blocks that are missing or damaged, then hashes all (DIST-3). */
        FETCH,
        /** Fetches every block anew (DIST-4). */
        REFETCH,
        /** Hashes every block and tells what is damaged (DIST-5). */
        VERIFY
    }

    /** How fast a point may fetch, all its jobs together (DIST-10). */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Rate.Unlimited.class, name = "UNLIMITED"),
        @JsonSubTypes.Type(value = Rate.Pulse.class, name = "PULSE"),
        @JsonSubTypes.Type(value = Rate.Percent.class, name = "PERCENT")
    })
    public sealed interface Rate {
        record Unlimited() implements Rate {}

        /** A block, then a pause. @param blockBytes at least 1024 @param delayMillis 0 to 3,600,000 */
        record Pulse(int blockBytes, int delayMillis) implements Rate {}

        /** Of the time. @param percent 1 to 99: a block that took 10 ms at 50 is followed by a pause of 10 ms */
        record Percent(int percent) implements Rate {}
    }
}
