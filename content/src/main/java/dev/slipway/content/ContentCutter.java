package dev.slipway.content;

/**
 * Cuts by content, so that bytes inserted or removed in a file change the blocks around them and no others.
 *
 * <p>A gear hash rolls over the last 64 bytes; a block ends where its upper bits are all zero. Below the wanted length more bits
 * are asked for than above, which draws the lengths together. Blocks have 256 KiB to 4 MiB, about 1 MiB; only the
 * last one of a file may be shorter. Changing a constant here makes every store keep unchanged files twice.
 */
public final class ContentCutter implements Cutter {
    static final int MINIMUM = 256 << 10;
    private static final int WANTED = 1 << 20;
    private static final long STRICT = -1L << (64 - 21);
    private static final long LOOSE = -1L << (64 - 18);
    private static final int WINDOW = 64;
    private static final long[] GEAR = gear();

    @Override
    public int nextLength(long position, byte[] data, int from, int to) {
        int available = to - from;
        if (available <= MINIMUM) {
            return available;
        }
        int end = from + Math.min(available, Block.MAXIMUM_LENGTH);
        int strictEnd = Math.min(end, from + WANTED);
        long hash = 0;
        int at = from + MINIMUM - WINDOW;
        for (; at < from + MINIMUM; at++) {
            hash = (hash << 1) + GEAR[data[at] & 0xff];
        }
        for (; at < strictEnd; at++) {
            hash = (hash << 1) + GEAR[data[at] & 0xff];
            if ((hash & STRICT) == 0) {
                return at + 1 - from;
            }
        }
        for (; at < end; at++) {
            hash = (hash << 1) + GEAR[data[at] & 0xff];
            if ((hash & LOOSE) == 0) {
                return at + 1 - from;
            }
        }
        return end - from;
    }

    /** 256 numbers without a pattern, from SplitMix64 with the seed 1, so that every store cuts alike. */
    private static long[] gear() {
        long[] gear = new long[256];
        long state = 1;
        for (int i = 0; i < gear.length; i++) {
            state += 0x9e3779b97f4a7c15L;
            long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
            gear[i] = mixed ^ (mixed >>> 31);
        }
        return gear;
    }
}
