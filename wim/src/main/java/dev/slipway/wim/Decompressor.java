package dev.slipway.wim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decompresses single chunks. Not safe for use by several threads. The output array is written from its start; matches
 * may reach back only within the chunk, so nothing outside of {@code out[0, outLength)} is read or written.
 */
sealed interface Decompressor permits XpressDecompressor, LzxDecompressor, LzmsDecompressor {
    VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /**
     * @param in holds the compressed chunk at {@code [inOffset, inOffset + inLength)}
     * @param outLength size of the chunk when decompressed, at most {@code out.length}
     * @throws WimException with code CORRUPT if the data is not a chunk of this size
     */
    void decompress(byte[] in, int inOffset, int inLength, byte[] out, int outLength) throws WimException;

    static Decompressor of(Compression compression, int chunkSize) {
        return switch (compression) {
            case NONE -> throw new IllegalArgumentException("Nothing to decompress");
            case XPRESS -> new XpressDecompressor();
            case LZX -> new LzxDecompressor(chunkSize);
            case LZMS -> new LzmsDecompressor();
        };
    }

    /**
     * Copies a match, which may overlap its source. The caller has checked that {@code 1 <= distance <= at} and
     * {@code at + length <= limit <= out.length}; bytes between the end of the match and the limit may be overwritten.
     */
    static void copyMatch(byte[] out, int at, int distance, int length, int limit) {
        int to = at;
        int from = at - distance;
        int end = at + length;
        if (distance >= 8 && end <= limit - 8) {
            do {
                LONG.set(out, to, (long) LONG.get(out, from));
                to += 8;
                from += 8;
            } while (to < end);
        } else {
            while (to < end) {
                out[to++] = out[from++];
            }
        }
    }
}
