package dev.slipway.wim;

/**
 * LZMS, which Microsoft has not documented. A chunk is read from both ends in 16-bit units: forwards a range coder that
 * tells what kind of item comes next, backwards Huffman codes that adapt to what was read. Items are literals, matches,
 * and delta matches, which repeat the differences between bytes a power of two apart.
 */
final class LzmsDecompressor implements Decompressor {
    private static final int LITERAL_REBUILD = 1024;
    private static final int OFFSET_REBUILD = 1024;
    private static final int LENGTH_REBUILD = 512;
    private static final int POWER_REBUILD = 512;
    private static final int MIN_INPUT = 4;

    /** Below this size a compressed chunk cannot be smaller than what it holds. */
    private static final int MIN_OUTPUT = 5;

    private static final LzmsSlots OFFSETS = LzmsSlots.offsets();
    private static final LzmsSlots LENGTHS = LzmsSlots.lengths();

    private final LzmsRangeDecoder items = new LzmsRangeDecoder();
    private final LzmsBitInput input = new LzmsBitInput();
    private final LzmsHuffmanCode literalCode = new LzmsHuffmanCode(256, LITERAL_REBUILD);
    private final LzmsHuffmanCode offsetCode = new LzmsHuffmanCode(OFFSETS.count(), OFFSET_REBUILD);
    private final LzmsHuffmanCode lengthCode = new LzmsHuffmanCode(LENGTHS.count(), LENGTH_REBUILD);
    private final LzmsHuffmanCode deltaOffsetCode = new LzmsHuffmanCode(OFFSETS.count(), OFFSET_REBUILD);
    private final LzmsHuffmanCode deltaPowerCode = new LzmsHuffmanCode(8, POWER_REBUILD);
    private final LzmsRecent recentMatches = new LzmsRecent();
    private final LzmsRecent recentDeltas = new LzmsRecent();
    private final LzmsCallFilter callFilter = new LzmsCallFilter();

    @Override
    public void decompress(byte[] in, int inOffset, int inLength, byte[] out, int outLength) throws WimException {
        if (inLength < MIN_INPUT || (inLength & 1) != 0 || outLength < MIN_OUTPUT) {
            throw WimException.corrupt("an LZMS chunk cannot have " + inLength + " bytes for " + outLength);
        }
        items.start(in, inOffset, inOffset + inLength);
        input.start(in, inOffset, inOffset + inLength);
        int offsetSlots = OFFSETS.slotOf(outLength - 1) + 1;
        literalCode.start(256);
        offsetCode.start(offsetSlots);
        lengthCode.start(LENGTHS.count());
        deltaOffsetCode.start(offsetSlots);
        deltaPowerCode.start(8);
        recentMatches.start();
        recentDeltas.start();
        decodeItems(out, outLength);
        callFilter.undo(out, outLength);
    }

    private void decodeItems(byte[] out, int outLength) throws WimException {
        int at = 0;
        while (at < outLength) {
            if (!items.isMatch()) {
                out[at++] = (byte) literalCode.decode(input);
            } else if (!items.isDelta()) {
                at = decodeMatch(out, at, outLength);
            } else {
                at = decodeDelta(out, at, outLength);
            }
        }
    }

    private int decodeMatch(byte[] out, int at, int outLength) throws WimException {
        recentMatches.settle(at);
        long distance;
        if (items.repeatsMatch()) {
            distance = recentMatches.take(items.matchRepeatIndex());
        } else {
            distance = OFFSETS.read(offsetCode.decode(input), input);
        }
        recentMatches.put(distance);
        long length = LENGTHS.read(lengthCode.decode(input), input);
        if (distance > at || length > outLength - at) {
            throw WimException.corrupt("an LZMS match reaches outside of its chunk");
        }
        Decompressor.copyMatch(out, at, (int) distance, (int) length, outLength);
        int end = at + (int) length;
        recentMatches.usedUntil(end);
        return end;
    }

    private int decodeDelta(byte[] out, int at, int outLength) throws WimException {
        recentDeltas.settle(at);
        long pair;
        if (items.repeatsDelta()) {
            pair = recentDeltas.take(items.deltaRepeatIndex());
        } else {
            long power = deltaPowerCode.decode(input);
            pair = power << 32 | OFFSETS.read(deltaOffsetCode.decode(input), input);
        }
        recentDeltas.put(pair);
        long length = LENGTHS.read(lengthCode.decode(input), input);
        int power = (int) (pair >>> 32);
        long distance = (pair & 0xffff_ffffL) << power;
        int span = 1 << power;
        if (distance + span > at || length > outLength - at) {
            throw WimException.corrupt("an LZMS delta match reaches outside of its chunk");
        }
        int end = at + (int) length;
        int back = (int) distance;
        for (int i = at; i < end; i++) {
            out[i] = (byte) (out[i - back] + out[i - span] - out[i - back - span]);
        }
        recentDeltas.usedUntil(end);
        return end;
    }
}
