package dev.slipway.wim;

import java.util.Arrays;

/**
 * A Huffman code that is built anew, from the symbols read so far, each time a number of symbols has been read. The tree
 * is that of the well-known algorithm which joins the two rarest nodes; between equals a leaf goes first.
 */
final class LzmsHuffmanCode {
    private static final int TABLE_BITS = 10;
    private static final int LONGEST = 15;
    private static final int SYMBOL_BITS = 10;

    private final int rebuildAfter;
    private final int[] frequency;
    private final byte[] lengths;
    private final int[] order;
    private final int[] weight;
    private final int[] parent;
    private final int[] depth;
    private final HuffmanCode code;
    private int symbols;
    private int untilRebuild;

    LzmsHuffmanCode(int maxSymbols, int rebuildAfter) {
        this.rebuildAfter = rebuildAfter;
        frequency = new int[maxSymbols];
        lengths = new byte[maxSymbols];
        order = new int[maxSymbols];
        weight = new int[maxSymbols];
        parent = new int[maxSymbols];
        depth = new int[maxSymbols];
        code = new HuffmanCode(maxSymbols, TABLE_BITS);
    }

    void start(int symbolCount) throws WimException {
        symbols = symbolCount;
        Arrays.fill(frequency, 0, symbols, 1);
        build();
    }

    int decode(LzmsBitInput input) throws WimException {
        long bits = input.peek();
        int entry = code.table()[(int) (bits >>> (64 - TABLE_BITS))];
        if (entry == 0) {
            entry = code.decodeLong(bits);
        }
        input.consume(entry & 31);
        int symbol = entry >>> 5;
        frequency[symbol]++;
        if (--untilRebuild == 0) {
            build();
            for (int i = 0; i < symbols; i++) {
                frequency[i] = (frequency[i] >> 1) + 1;
            }
        }
        return symbol;
    }

    private void build() throws WimException {
        for (int i = 0; i < symbols; i++) {
            order[i] = frequency[i] << SYMBOL_BITS | i;
        }
        Arrays.sort(order, 0, symbols);
        join();
        assignLengths();
        code.build(lengths, 0, symbols);
        untilRebuild = rebuildAfter;
    }

    /** Joins leaves, in order of frequency, and inner nodes, which come into being in order of weight. */
    private void join() {
        int leaf = 0;
        int inner = 0;
        for (int made = 0; made < symbols - 1; made++) {
            int sum = 0;
            for (int child = 0; child < 2; child++) {
                if (leaf < symbols && (inner == made || order[leaf] >>> SYMBOL_BITS <= weight[inner])) {
                    sum += order[leaf++] >>> SYMBOL_BITS;
                } else {
                    sum += weight[inner];
                    parent[inner++] = made;
                }
            }
            weight[made] = sum;
        }
    }

    /** Only the number of leaves at each depth matters: the rarest symbols get the longest codewords. */
    private void assignLengths() throws WimException {
        int[] leaves = new int[LONGEST + 1];
        int root = symbols - 2;
        depth[root] = 0;
        leaves[1] = 2;
        for (int node = root - 1; node >= 0; node--) {
            int level = depth[parent[node]] + 1;
            if (level >= LONGEST) {
                throw WimException.corrupt("an LZMS Huffman code has codewords of more than 15 bits");
            }
            depth[node] = level;
            leaves[level]--;
            leaves[level + 1] += 2;
        }
        int rank = 0;
        for (int length = LONGEST; length >= 1; length--) {
            for (int i = 0; i < leaves[length]; i++) {
                lengths[order[rank++] & ((1 << SYMBOL_BITS) - 1)] = (byte) length;
            }
        }
    }
}
