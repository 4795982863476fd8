package dev.slipway.wim;

/** The bits at the back of an LZMS chunk: 16-bit units from the last to the first, highest bit first. */
final class LzmsBitInput {
    /** Looking ahead needs one. */
    private static final int MAX_EMPTY_FILLS = 2;

    private byte[] in = new byte[0];
    private int begin;
    private int next;
    private long bits;
    private int available;
    private int emptyFills;

    void start(byte[] input, int from, int to) {
        in = input;
        begin = from;
        next = to;
        bits = 0;
        available = 0;
        emptyFills = 0;
    }

    /** At least 32 of the next bits, the first one highest; zeros after the beginning of the chunk, but not for long. */
    long peek() throws WimException {
        if (available < 32) {
            fill();
        }
        return bits;
    }

    private void fill() throws WimException {
        long units = 0;
        if (next - begin >= 4) {
            next -= 4;
            units = (int) Decompressor.INT.get(in, next) & 0xffff_ffffL;
        } else if (next - begin >= 2) {
            next -= 2;
            units = ((short) Decompressor.SHORT.get(in, next) & 0xffffL) << 16;
        } else if (++emptyFills > MAX_EMPTY_FILLS) {
            // Else a few bytes could keep the decoder busy for as long as the largest chunk takes.
            throw WimException.corrupt("an LZMS chunk ends before its data");
        }
        bits |= units << (32 - available);
        available += 32;
    }

    void consume(int count) {
        bits <<= count;
        available -= count;
    }

    /** Reads 1 to 32 bits. */
    int read(int count) throws WimException {
        int value = (int) (peek() >>> (64 - count));
        consume(count);
        return value;
    }
}
