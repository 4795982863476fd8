package dev.slipway.content;

import dev.slipway.wim.ByteRange;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.LongStream;

/**
 * Cuts a WIM along its resources, so that in a rebuilt WIM every unchanged resource is a block that the store has already,
 * wherever it now lies. What lies between resources (header, tables, XML) are blocks too; longer runs than
 * {@link Block#MAXIMUM_LENGTH} are split at each such length from their start.
 */
public final class WimCutter implements Cutter {
    private final long[] boundaries;

    /**
     * @param resources where the WIM's resources lie in it, as its tables say, in any order. They may
     *     overlap or reach beyond the file, since a damaged table may claim anything: every start and end is a cut, no more.
     */
    public WimCutter(Collection<ByteRange> resources) {
        boundaries = resources.stream()
                .flatMapToLong(range -> LongStream.of(range.offset(), range.end()))
                .sorted()
                .distinct()
                .toArray();
    }

    @Override
    public int nextLength(long position, byte[] data, int from, int to) {
        int found = Arrays.binarySearch(boundaries, position);
        int next = found < 0 ? -found - 1 : found + 1;
        int longest = Math.min(to - from, Block.MAXIMUM_LENGTH);
        return next < boundaries.length ? (int) Math.min(boundaries[next] - position, longest) : longest;
    }
}
