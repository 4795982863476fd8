package dev.slipway.wim;

import java.util.Arrays;

/**
 * How LZMS writes offsets and lengths: a slot, Huffman coded, then as many bits as the slot asks for. The slots follow
 * each other without a gap, so their bases follow from the numbers of extra bits.
 */
final class LzmsSlots {
    /** Pairs: how many slots in a row, with how many extra bits each. */
    private static final int[][] OFFSET_RUNS = {
        {8, 0}, {9, 2}, {7, 3}, {10, 4}, {15, 5}, {15, 6}, {20, 7}, {20, 8}, {30, 9}, {33, 10}, {40, 11}, {42, 12},
        {45, 13}, {60, 14}, {73, 15}, {80, 16}, {85, 17}, {95, 18}, {105, 19}, {6, 20}, {1, 30}
    };

    private static final int[][] LENGTH_RUNS = {
        {26, 0}, {4, 1}, {6, 2}, {4, 3}, {5, 4}, {2, 5}, {1, 6}, {1, 7}, {1, 8}, {1, 9}, {1, 10}, {1, 16}, {1, 30}
    };

    private final int[] base;
    private final byte[] extraBits;

    private LzmsSlots(int[][] runs) {
        int slots = Arrays.stream(runs).mapToInt(run -> run[0]).sum();
        base = new int[slots];
        extraBits = new byte[slots];
        int value = 1;
        int slot = 0;
        for (int[] run : runs) {
            for (int i = 0; i < run[0]; i++) {
                base[slot] = value;
                extraBits[slot++] = (byte) run[1];
                value += 1 << run[1];
            }
        }
    }

    static LzmsSlots offsets() {
        return new LzmsSlots(OFFSET_RUNS);
    }

    static LzmsSlots lengths() {
        return new LzmsSlots(LENGTH_RUNS);
    }

    int count() {
        return base.length;
    }

    /** The slot of a value of 1 or more. */
    int slotOf(int value) {
        int found = Arrays.binarySearch(base, value);
        return found >= 0 ? found : -found - 2;
    }

    /** The value of a slot whose extra bits come next; at most 2^31. */
    long read(int slot, LzmsBitInput input) throws WimException {
        int extra = extraBits[slot];
        return extra == 0 ? base[slot] : base[slot] + (input.read(extra) & 0xffff_ffffL);
    }
}
