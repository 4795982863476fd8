package dev.slipway.wim;

import java.util.Arrays;

/**
 * A canonical Huffman code, ready to decode. Codewords up to {@code tableBits} long are found by one look into a table,
 * the rare longer ones by comparing with the first codeword of each length.
 */
final class HuffmanCode {
    /** Longest codeword of any of the formats. */
    private static final int LONGEST = 16;

    private final int tableBits;
    private final char[] table;
    private final char[] sorted;
    private final int[] count = new int[LONGEST + 1];
    private final int[] firstCode = new int[LONGEST + 1];
    private final int[] firstIndex = new int[LONGEST + 1];
    private final int[] next = new int[LONGEST + 1];

    HuffmanCode(int maxSymbols, int tableBits) {
        this.tableBits = tableBits;
        this.table = new char[1 << tableBits];
        this.sorted = new char[maxSymbols];
    }

    /**
     * Entries {@code symbol << 5 | length}, indexed by the next {@code tableBits} bits; 0 means that the codeword is
     * longer and {@link #decodeLong} must be asked.
     */
    char[] table() {
        return table;
    }

    /**
     * Builds the code from codeword lengths of 0 (unused) to 16. A code in which every length is zero is allowed as long
     * as no symbol of it is read; any other code must be complete.
     */
    void build(byte[] lengths, int offset, int symbols) throws WimException {
        Arrays.fill(count, 0);
        for (int i = 0; i < symbols; i++) {
            count[lengths[offset + i]]++;
        }
        checkComplete(symbols);
        count[0] = 0;
        int code = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code = (code + count[length - 1]) << 1;
            firstCode[length] = code;
            firstIndex[length] = index;
            next[length] = index;
            index += count[length];
        }
        for (int symbol = 0; symbol < symbols; symbol++) {
            int length = lengths[offset + symbol];
            if (length != 0) {
                sorted[next[length]++] = (char) symbol;
            }
        }
        fillTable();
    }

    private void checkComplete(int symbols) throws WimException {
        if (count[0] == symbols) {
            return;
        }
        int left = 1;
        for (int length = 1; length <= LONGEST; length++) {
            left = (left << 1) - count[length];
            if (left < 0) {
                throw WimException.corrupt("a Huffman code has too many codewords");
            }
        }
        if (left != 0) {
            throw WimException.corrupt("a Huffman code is incomplete");
        }
    }

    private void fillTable() {
        int at = 0;
        for (int length = 1; length <= tableBits; length++) {
            int span = 1 << (tableBits - length);
            int end = firstIndex[length] + count[length];
            for (int i = firstIndex[length]; i < end; i++) {
                char entry = (char) (sorted[i] << 5 | length);
                if (span == 1) {
                    table[at++] = entry;
                } else {
                    Arrays.fill(table, at, at + span, entry);
                    at += span;
                }
            }
        }
        Arrays.fill(table, at, table.length, (char) 0);
    }

    /**
     * Decodes a codeword that is longer than the table's index.
     *
     * @param bits the next bits of the input, the first one highest; at least 16 of them valid
     */
    int decodeLong(long bits) throws WimException {
        for (int length = tableBits + 1; length <= LONGEST; length++) {
            int index = (int) (bits >>> (64 - length)) - firstCode[length];
            if (index >= 0 && index < count[length]) {
                return sorted[firstIndex[length] + index] << 5 | length;
            }
        }
        throw WimException.corrupt("a symbol of an empty Huffman code is used");
    }
}
