package dev.slipway.agent.step.disk;

import dev.slipway.sequence.StepFailedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the partitions of a step their places on a disk. Pure computation.
 *
 * <p>Sizes and starts are multiples of 1 MiB. Fixed sizes are set aside first; a percentage is a share of what is left when its turn comes, so 99 %
 * followed by 100 % fill the disk. Logical partitions share the extended one before them in the same way.
 */
public final class DiskPlanner {
    private static final long MEBIBYTE = 1L << 20;

    /** The table before, and on GPT the second table behind. */
    private static final long RESERVED_MEBIBYTES = 1;

    /** MBR counts sectors of 512 bytes in 32 bits. */
    private static final long MBR_LIMIT_MEBIBYTES = 1L << 21;

    private static final int MBR_PRIMARY_LIMIT = 4;
    private static final int FIRST_LOGICAL = 5;
    private static final int GPT_LIMIT = 128;

    private final PartitionStyle style;
    private final List<PartitionRequest> requests;
    private final List<DiskLayout.Planned> planned = new ArrayList<>();

    private DiskPlanner(PartitionStyle style, List<PartitionRequest> requests) {
        this.style = style;
        this.requests = requests;
    }

    /**
     * Computes the layout.
     *
     * @param diskBytes size of the disk
     * @throws StepFailedException {@code disk-too-small} when the partitions do not fit, {@code partition-layout} when they contradict each other
     */
    public static DiskLayout plan(PartitionStyle style, List<PartitionRequest> requests, long diskBytes)
            throws StepFailedException {
        DiskPlanner planner = new DiskPlanner(style, List.copyOf(requests));
        planner.check();
        planner.place(diskBytes);
        return new DiskLayout(style, planner.planned);
    }

    private void check() throws StepFailedException {
        if (requests.isEmpty()) {
            throw contradiction("The step names no partition. Add one.");
        }
        boolean inExtended = false;
        int primaries = 0;
        for (PartitionRequest request : requests) {
            if (!request.type().exists(style)) {
                throw contradiction("A " + request.type() + " partition does not exist on a " + style
                        + " disk. Change its type or the disk's.");
            }
            inExtended |= request.type() == PartitionType.EXTENDED;
            if (request.type() == PartitionType.LOGICAL && !inExtended) {
                throw contradiction("A logical partition stands before the extended one. Put the extended one first.");
            }
            primaries += request.type() == PartitionType.LOGICAL ? 0 : 1;
        }
        int limit = style == PartitionStyle.MBR ? MBR_PRIMARY_LIMIT : GPT_LIMIT;
        if (primaries > limit) {
            throw contradiction("A " + style + " disk has room for " + limit + " primary partitions, not " + primaries
                    + ". Remove some, or use GPT.");
        }
        if (count(PartitionType.EXTENDED) > 1) {
            throw contradiction("A disk has one extended partition, not " + count(PartitionType.EXTENDED) + ".");
        }
    }

    private long count(PartitionType type) {
        return requests.stream().filter(request -> request.type() == type).count();
    }

    private void place(long diskBytes) throws StepFailedException {
        long end = diskBytes / MEBIBYTE - (style == PartitionStyle.GPT ? RESERVED_MEBIBYTES : 0);
        if (style == PartitionStyle.MBR) {
            end = Math.min(end, MBR_LIMIT_MEBIBYTES);
        }
        List<PartitionRequest> outer = requests.stream()
                .filter(request -> request.type() != PartitionType.LOGICAL)
                .toList();
        List<PartitionRequest> logical = requests.stream()
                .filter(request -> request.type() == PartitionType.LOGICAL)
                .toList();
        int number = 1;
        long start = RESERVED_MEBIBYTES;
        List<Long> sizes = sizes(outer, end - start, diskBytes);
        for (int i = 0; i < outer.size(); i++) {
            planned.add(new DiskLayout.Planned(number++, start, sizes.get(i), outer.get(i)));
            if (outer.get(i).type() == PartitionType.EXTENDED) {
                placeLogical(logical, start, sizes.get(i), diskBytes);
            }
            start += sizes.get(i);
        }
    }

    /** Each logical partition has a table of its own before it, which takes 1 MiB for the alignment's sake. */
    private void placeLogical(List<PartitionRequest> logical, long from, long room, long diskBytes)
            throws StepFailedException {
        List<Long> sizes = sizes(logical, room - logical.size() * RESERVED_MEBIBYTES, diskBytes);
        long start = from;
        for (int i = 0; i < logical.size(); i++) {
            start += RESERVED_MEBIBYTES;
            planned.add(new DiskLayout.Planned(FIRST_LOGICAL + i, start, sizes.get(i), logical.get(i)));
            start += sizes.get(i);
        }
    }

    private static List<Long> sizes(List<PartitionRequest> requests, long room, long diskBytes)
            throws StepFailedException {
        long rest = room;
        for (PartitionRequest request : requests) {
            if (request.size() instanceof PartitionSize.Fixed(long bytes)) {
                // Sizes may come from a variable; a sum must not wrap around.
                rest -= Math.min(mebibytes(bytes), Integer.MAX_VALUE);
            }
        }
        List<Long> sizes = new ArrayList<>();
        for (PartitionRequest request : requests) {
            long size = switch (request.size()) {
                case PartitionSize.Fixed(long bytes) -> mebibytes(bytes);
                case PartitionSize.PercentOfRest(int percent) -> rest * percent / 100;
            };
            if (rest < 0 || size < 1) {
                throw tooSmall(requests, room, diskBytes);
            }
            if (request.size() instanceof PartitionSize.PercentOfRest) {
                rest -= size;
            }
            sizes.add(size);
        }
        return sizes;
    }

    private static long mebibytes(long bytes) {
        return bytes / MEBIBYTE + (bytes % MEBIBYTE == 0 ? 0 : 1);
    }

    private static StepFailedException tooSmall(List<PartitionRequest> requests, long room, long diskBytes) {
        long fixed = requests.stream()
                .map(PartitionRequest::size)
                .filter(PartitionSize.Fixed.class::isInstance)
                .mapToLong(size -> Math.min(mebibytes(((PartitionSize.Fixed) size).bytes()), Integer.MAX_VALUE))
                .sum();
        return new StepFailedException(
                "disk-too-small",
                "The partitions do not fit: fixed sizes need " + fixed
                        + " MiB, each percentage at least 1 MiB, but only "
                        + Math.max(0, room) + " MiB are usable on the disk of " + diskBytes / MEBIBYTE
                        + " MiB. Make them smaller.");
    }

    private static StepFailedException contradiction(String message) {
        return new StepFailedException("partition-layout", message);
    }
}
