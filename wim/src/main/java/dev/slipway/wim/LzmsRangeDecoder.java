package dev.slipway.wim;

import java.util.Arrays;

/**
 * The range coder at the front of an LZMS chunk. Each kind of decision has its own probabilities, chosen by the last few
 * decisions of that kind; a probability is the number of zeros among the last 64 bits that were read with it.
 */
final class LzmsRangeDecoder {
    /** Before anything was read, 48 of the last 64 bits count as zeros, in this order. */
    private static final long FIRST_HISTORY = 0x5555_5555L;

    private static final int FIRST_ZEROS = 48;

    private byte[] in = new byte[0];
    private int next;
    private int end;
    private int range;
    private int code;

    private final Decision match = new Decision(16);
    private final Decision delta = new Decision(32);
    private final Decision matchRepeat = new Decision(64);
    private final Decision deltaRepeat = new Decision(64);
    private final Decision[] matchIndex = {new Decision(64), new Decision(64)};
    private final Decision[] deltaIndex = {new Decision(64), new Decision(64)};

    void start(byte[] input, int from, int to) {
        in = input;
        range = -1;
        code = Integer.rotateLeft((int) Decompressor.INT.get(input, from), 16);
        next = from + 4;
        end = to;
        match.reset();
        delta.reset();
        matchRepeat.reset();
        deltaRepeat.reset();
        for (int i = 0; i < 2; i++) {
            matchIndex[i].reset();
            deltaIndex[i].reset();
        }
    }

    boolean isMatch() {
        return match.decide();
    }

    boolean isDelta() {
        return delta.decide();
    }

    boolean repeatsMatch() {
        return matchRepeat.decide();
    }

    boolean repeatsDelta() {
        return deltaRepeat.decide();
    }

    int matchRepeatIndex() {
        return repeatIndex(matchIndex);
    }

    int deltaRepeatIndex() {
        return repeatIndex(deltaIndex);
    }

    private static int repeatIndex(Decision[] decisions) {
        if (!decisions[0].decide()) {
            return 0;
        }
        return decisions[1].decide() ? 2 : 1;
    }

    /** One kind of decision: its recent outcomes and its probabilities. */
    private final class Decision {
        private final int mask;
        private final byte[] zeros;
        private final long[] history;
        private int state;

        Decision(int contexts) {
            mask = contexts - 1;
            zeros = new byte[contexts];
            history = new long[contexts];
        }

        void reset() {
            state = 0;
            Arrays.fill(zeros, (byte) FIRST_ZEROS);
            Arrays.fill(history, FIRST_HISTORY);
        }

        boolean decide() {
            int context = state;
            int bit = decode(Math.clamp(zeros[context], 1, 63));
            long old = history[context];
            zeros[context] = (byte) (zeros[context] + (int) (old >>> 63) - bit);
            history[context] = old << 1 | bit;
            state = (context << 1 | bit) & mask;
            return bit != 0;
        }
    }

    private int decode(int zerosOf64) {
        if (range >>> 16 == 0) {
            range <<= 16;
            code <<= 16;
            if (next < end) {
                code |= (short) Decompressor.SHORT.get(in, next) & 0xffff;
                next += 2;
            }
        }
        int bound = (range >>> 6) * zerosOf64;
        if (Integer.compareUnsigned(code, bound) < 0) {
            range = bound;
            return 0;
        }
        range -= bound;
        code -= bound;
        return 1;
    }
}
