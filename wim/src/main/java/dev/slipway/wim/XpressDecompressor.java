package dev.slipway.wim;

/**
 * XPRESS with Huffman coding, [MS-XCA] 2.2. A chunk begins with 512 codeword lengths of four bits. Bits come in 16-bit
 * little-endian units, highest bit first; the bytes of long match lengths lie between the units, at the place where the
 * decoder stands that always keeps at least 16 bits in hand.
 */
final class XpressDecompressor implements Decompressor {
    private static final int SYMBOLS = 512;
    private static final int TABLE_BITS = 11;
    private static final int MIN_MATCH = 3;

    private final byte[] lengths = new byte[SYMBOLS];
    private final HuffmanCode code = new HuffmanCode(SYMBOLS, TABLE_BITS);

    @Override
    public void decompress(byte[] in, int inOffset, int inLength, byte[] out, int outLength) throws WimException {
        if (inLength < SYMBOLS / 2) {
            throw WimException.corrupt("an XPRESS chunk of " + inLength + " bytes has no room for its Huffman code");
        }
        for (int i = 0; i < SYMBOLS / 2; i++) {
            lengths[2 * i] = (byte) (in[inOffset + i] & 0xf);
            lengths[2 * i + 1] = (byte) ((in[inOffset + i] & 0xff) >>> 4);
        }
        code.build(lengths, 0, SYMBOLS);
        decode(in, inOffset + SYMBOLS / 2, inOffset + inLength, out, outLength);
    }

    private void decode(byte[] in, int start, int end, byte[] out, int outLength) throws WimException {
        char[] table = code.table();
        int position = start;
        long bits = 0;
        int available = 0;
        int at = 0;
        while (at < outLength) {
            if (available < 16) {
                bits |= unit(in, position, end) << (48 - available);
                position += 2;
                available += 16;
            }
            int entry = table[(int) (bits >>> (64 - TABLE_BITS))];
            if (entry == 0) {
                entry = code.decodeLong(bits);
            }
            int used = entry & 31;
            bits <<= used;
            available -= used;
            int symbol = entry >>> 5;
            if (symbol < 256) {
                out[at++] = (byte) symbol;
                continue;
            }
            if (available < 16) {
                bits |= unit(in, position, end) << (48 - available);
                position += 2;
                available += 16;
            }
            int offsetBits = (symbol >>> 4) & 0xf;
            int distance = 1 << offsetBits | (int) (bits >>> 1 >>> (63 - offsetBits));
            bits <<= offsetBits;
            available -= offsetBits;
            int length = symbol & 0xf;
            if (length == 0xf) {
                if (position + 1 > end) {
                    throw WimException.corrupt("an XPRESS chunk ends inside a match length");
                }
                length += in[position++] & 0xff;
                if (length == 0xf + 0xff) {
                    if (position + 2 > end) {
                        throw WimException.corrupt("an XPRESS chunk ends inside a match length");
                    }
                    length = (short) SHORT.get(in, position) & 0xffff;
                    position += 2;
                }
            }
            length += MIN_MATCH;
            if (distance > at || length > outLength - at) {
                throw WimException.corrupt("an XPRESS match reaches outside of its chunk");
            }
            Decompressor.copyMatch(out, at, distance, length, outLength);
            at += length;
        }
    }

    /** The next 16 bits; zeros after the end, as other decoders read them. */
    private static long unit(byte[] in, int position, int end) {
        return position + 2 <= end ? (short) SHORT.get(in, position) & 0xffffL : 0;
    }
}
