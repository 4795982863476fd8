package dev.slipway.content;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A block's name: the SHA-256 of its bytes, as four big-endian longs, since a store holds millions of them.
 */
public record BlockId(long first, long second, long third, long fourth) {
    /** @param bytes the 32 bytes of a SHA-256 */
    public static BlockId of(byte[] bytes) {
        if (bytes.length != Sha256.BYTES) {
            throw new IllegalArgumentException("A SHA-256 has 32 bytes, not " + bytes.length);
        }
        return get(ByteBuffer.wrap(bytes));
    }

    /** @param hex 64 lower-case hexadecimal digits */
    public static BlockId of(String hex) {
        return of(HexFormat.of().parseHex(Sha256.requireHex(hex)));
    }

    public String hex() {
        return HexFormat.of().formatHex(put(ByteBuffer.allocate(Sha256.BYTES)).array());
    }

    static BlockId get(ByteBuffer in) {
        return new BlockId(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    ByteBuffer put(ByteBuffer out) {
        return out.putLong(first).putLong(second).putLong(third).putLong(fourth);
    }

    @Override
    public int hashCode() {
        // The bytes of a SHA-256 are as good a hash as any mix of them.
        return (int) first;
    }

    @Override
    public String toString() {
        return hex();
    }
}
