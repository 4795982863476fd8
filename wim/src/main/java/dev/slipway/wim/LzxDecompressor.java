package dev.slipway.wim;

import java.util.Arrays;

/**
 * LZX as WIM files use it: each chunk stands alone, the window is the chunk, and the targets of x86 call instructions
 * have always been translated as if the file had 12,000,000 bytes. Block structure and codes are those of [MS-PATCH]
 * 2.4 without the extensions for deltas.
 */
final class LzxDecompressor implements Decompressor {
    private static final int MAIN_TABLE_BITS = 11;
    private static final int LENGTH_TABLE_BITS = 10;
    private static final int PRE_TABLE_BITS = 7;
    private static final int ALIGNED_TABLE_BITS = 7;
    private static final int LENGTH_SYMBOLS = 249;
    private static final int PRE_SYMBOLS = 20;
    private static final int MAX_OFFSET_SLOTS = 50;
    private static final int DEFAULT_BLOCK_SIZE = 32768;
    private static final int TRANSLATION_FILE_SIZE = 12_000_000;

    private static final int[] SLOT_BASE = new int[MAX_OFFSET_SLOTS + 1];
    private static final byte[] SLOT_EXTRA_BITS = new byte[MAX_OFFSET_SLOTS];

    static {
        // Two slots for each number of extra bits up to 16, then only slots with 17.
        int base = 0;
        for (int slot = 0; slot < MAX_OFFSET_SLOTS; slot++) {
            int extra = slot < 4 ? 0 : Math.min(slot / 2 - 1, 17);
            SLOT_BASE[slot] = base;
            SLOT_EXTRA_BITS[slot] = (byte) extra;
            base += 1 << extra;
        }
        SLOT_BASE[MAX_OFFSET_SLOTS] = base;
    }

    private final boolean longBlockSizes;
    private final int mainSymbols;
    private final byte[] mainLengths;
    private final byte[] lengthLengths = new byte[LENGTH_SYMBOLS];
    private final byte[] alignedLengths = new byte[8];
    private final byte[] preLengths = new byte[PRE_SYMBOLS];
    private final HuffmanCode mainCode;
    private final HuffmanCode lengthCode = new HuffmanCode(LENGTH_SYMBOLS, LENGTH_TABLE_BITS);
    private final HuffmanCode alignedCode = new HuffmanCode(8, ALIGNED_TABLE_BITS);
    private final HuffmanCode preCode = new HuffmanCode(PRE_SYMBOLS, PRE_TABLE_BITS);

    // The input: bits in hand (first one highest), how many, and where the next 16-bit unit lies.
    private byte[] in = new byte[0];
    private int start;
    private int end;
    private int position;
    private long bits;
    private int available;

    private int recent0;
    private int recent1;
    private int recent2;

    LzxDecompressor(int chunkSize) {
        int windowOrder = Math.max(15, 32 - Integer.numberOfLeadingZeros(chunkSize - 1));
        longBlockSizes = windowOrder >= 16;
        int slots = 30;
        while (SLOT_BASE[slots] < 1 << windowOrder) {
            slots++;
        }
        mainSymbols = 256 + 8 * slots;
        mainLengths = new byte[mainSymbols];
        mainCode = new HuffmanCode(mainSymbols, MAIN_TABLE_BITS);
    }

    @Override
    public void decompress(byte[] input, int inOffset, int inLength, byte[] out, int outLength) throws WimException {
        in = input;
        start = inOffset;
        position = inOffset;
        end = inOffset + inLength;
        bits = 0;
        available = 0;
        recent0 = 1;
        recent1 = 1;
        recent2 = 1;
        Arrays.fill(mainLengths, (byte) 0);
        Arrays.fill(lengthLengths, (byte) 0);
        int at = 0;
        while (at < outLength) {
            int type = readBits(3);
            int size = readBlockSize();
            if (size == 0 || size > outLength - at) {
                throw WimException.corrupt("an LZX block of " + size + " bytes does not fit into its chunk");
            }
            switch (type) {
                case 1, 2 -> {
                    readCodes(type == 2);
                    decodeBlock(out, at, at + size, type == 2);
                }
                case 3 -> copyUncompressed(out, at, size);
                default -> throw WimException.corrupt("an LZX block has the unknown type " + type);
            }
            at += size;
        }
        undoCallTranslation(out, outLength);
    }

    private int readBlockSize() {
        if (readBits(1) == 1) {
            return DEFAULT_BLOCK_SIZE;
        }
        int size = readBits(16);
        return longBlockSizes ? size << 8 | readBits(8) : size;
    }

    private void readCodes(boolean aligned) throws WimException {
        if (aligned) {
            for (int i = 0; i < 8; i++) {
                alignedLengths[i] = (byte) readBits(3);
            }
            alignedCode.build(alignedLengths, 0, 8);
        }
        readLengths(mainLengths, 0, 256);
        readLengths(mainLengths, 256, mainSymbols);
        mainCode.build(mainLengths, 0, mainSymbols);
        readLengths(lengthLengths, 0, LENGTH_SYMBOLS);
        lengthCode.build(lengthLengths, 0, LENGTH_SYMBOLS);
    }

    /** Codeword lengths are written as differences to those of the block before, themselves Huffman coded. */
    private void readLengths(byte[] lengths, int from, int to) throws WimException {
        for (int i = 0; i < PRE_SYMBOLS; i++) {
            preLengths[i] = (byte) readBits(4);
        }
        preCode.build(preLengths, 0, PRE_SYMBOLS);
        int i = from;
        while (i < to) {
            int symbol = readPreSymbol();
            if (symbol < 17) {
                lengths[i] = difference(lengths[i], symbol);
                i++;
                continue;
            }
            int run;
            byte value;
            switch (symbol) {
                case 17 -> {
                    run = 4 + readBits(4);
                    value = 0;
                }
                case 18 -> {
                    run = 20 + readBits(5);
                    value = 0;
                }
                default -> {
                    run = 4 + readBits(1);
                    int delta = readPreSymbol();
                    if (delta >= 17) {
                        throw WimException.corrupt("an LZX block repeats a run of codeword lengths");
                    }
                    value = difference(lengths[i], delta);
                }
            }
            int stop = Math.min(to, i + run);
            Arrays.fill(lengths, i, stop, value);
            i = stop;
        }
    }

    private static byte difference(int old, int delta) {
        int value = old - delta;
        return (byte) (value < 0 ? value + 17 : value);
    }

    private int readPreSymbol() throws WimException {
        fill();
        int entry = preCode.table()[(int) (bits >>> (64 - PRE_TABLE_BITS))];
        if (entry == 0) {
            entry = preCode.decodeLong(bits);
        }
        consume(entry & 31);
        return entry >>> 5;
    }

    private int readBits(int count) {
        fill();
        int value = (int) (bits >>> (64 - count));
        consume(count);
        return value;
    }

    private void consume(int count) {
        bits <<= count;
        available -= count;
    }

    private void fill() {
        if (available < 32) {
            bits |= units(in, position, end) << (32 - available);
            position += 4;
            available += 32;
        }
    }

    /** The next two 16-bit units as 32 bits, the first unit higher; zeros after the end. */
    private static long units(byte[] in, int position, int end) {
        if (position <= end - 4) {
            return Integer.rotateLeft((int) INT.get(in, position), 16) & 0xffff_ffffL;
        }
        long first = position <= end - 2 ? (short) SHORT.get(in, position) & 0xffffL : 0;
        return first << 16;
    }

    private void decodeBlock(byte[] out, int from, int to, boolean aligned) throws WimException {
        byte[] input = in;
        int last = end;
        int next = position;
        long hand = bits;
        int count = available;
        char[] mainTable = mainCode.table();
        char[] lengthTable = lengthCode.table();
        int at = from;
        while (at < to) {
            if (count < 32) {
                hand |= units(input, next, last) << (32 - count);
                next += 4;
                count += 32;
            }
            int entry = mainTable[(int) (hand >>> (64 - MAIN_TABLE_BITS))];
            if (entry == 0) {
                entry = mainCode.decodeLong(hand);
            }
            hand <<= entry & 31;
            count -= entry & 31;
            int symbol = entry >>> 5;
            if (symbol < 256) {
                out[at++] = (byte) symbol;
                continue;
            }
            int length = symbol & 7;
            if (length == 7) {
                int lengthEntry = lengthTable[(int) (hand >>> (64 - LENGTH_TABLE_BITS))];
                if (lengthEntry == 0) {
                    lengthEntry = lengthCode.decodeLong(hand);
                }
                hand <<= lengthEntry & 31;
                count -= lengthEntry & 31;
                length += lengthEntry >>> 5;
            }
            length += 2;
            int slot = (symbol - 256) >>> 3;
            int distance;
            if (slot >= 3) {
                if (count < 32) {
                    hand |= units(input, next, last) << (32 - count);
                    next += 4;
                    count += 32;
                }
                int extra = SLOT_EXTRA_BITS[slot];
                if (aligned && extra >= 3) {
                    int high = extra - 3;
                    distance = SLOT_BASE[slot] - 2 + ((int) (hand >>> 1 >>> (63 - high)) << 3);
                    hand <<= high;
                    int alignedEntry = alignedCode.table()[(int) (hand >>> (64 - ALIGNED_TABLE_BITS))];
                    if (alignedEntry == 0) {
                        alignedEntry = alignedCode.decodeLong(hand);
                    }
                    hand <<= alignedEntry & 31;
                    count -= high + (alignedEntry & 31);
                    distance += alignedEntry >>> 5;
                } else {
                    distance = SLOT_BASE[slot] - 2 + (int) (hand >>> 1 >>> (63 - extra));
                    hand <<= extra;
                    count -= extra;
                }
                recent2 = recent1;
                recent1 = recent0;
                recent0 = distance;
            } else {
                distance = takeRecent(slot);
            }
            if (Integer.compareUnsigned(distance - 1, at) >= 0 || length > to - at) {
                throw WimException.corrupt("an LZX match reaches outside of its block");
            }
            Decompressor.copyMatch(out, at, distance, length, to);
            at += length;
        }
        position = next;
        bits = hand;
        available = count;
    }

    /** Uses a recent offset again; it changes places with the first one, the others keep theirs. */
    private int takeRecent(int slot) {
        int distance;
        if (slot == 0) {
            distance = recent0;
        } else if (slot == 1) {
            distance = recent1;
            recent1 = recent0;
        } else {
            distance = recent2;
            recent2 = recent0;
        }
        recent0 = distance;
        return distance;
    }

    /** The bytes begin after the next 16-bit boundary; when the input already stands on one, after 16 bits more. */
    private void copyUncompressed(byte[] out, int at, int size) throws WimException {
        long consumedBits = (position - start) * 8L - available;
        int from = start + (int) (consumedBits / 16 + 1) * 2;
        if (from > end - 12 || size > end - 12 - from) {
            throw WimException.corrupt("an LZX chunk ends inside an uncompressed block");
        }
        recent0 = (int) INT.get(in, from);
        recent1 = (int) INT.get(in, from + 4);
        recent2 = (int) INT.get(in, from + 8);
        System.arraycopy(in, from + 12, out, at, size);
        position = from + 12 + size + (size & 1);
        bits = 0;
        available = 0;
    }

    /** A call cannot begin in the last ten bytes, and the operand of one is not searched for another. */
    private static void undoCallTranslation(byte[] data, int size) {
        int last = size - 10;
        for (int i = 0; i < last; i++) {
            if (data[i] == (byte) 0xe8) {
                int absolute = (int) INT.get(data, i + 1);
                if (absolute >= 0) {
                    if (absolute < TRANSLATION_FILE_SIZE) {
                        INT.set(data, i + 1, absolute - i);
                    }
                } else if (absolute >= -i) {
                    INT.set(data, i + 1, absolute + TRANSLATION_FILE_SIZE);
                }
                i += 4;
            }
        }
    }
}
