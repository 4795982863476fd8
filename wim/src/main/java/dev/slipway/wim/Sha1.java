package dev.slipway.wim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * A SHA-1 message digest, the name of a blob inside a WIM. It finds damage; it is no proof against a forger.
 *
 * @param high bytes 0 to 7, big-endian
 * @param middle bytes 8 to 15, big-endian
 * @param low bytes 16 to 19, big-endian
 */
public record Sha1(long high, long middle, int low) {
    /** Twenty zero bytes: in a WIM, "no data". */
    public static final Sha1 ZERO = new Sha1(0, 0, 0);

    static final int BYTES = 20;

    /** Reads forty hexadecimal digits. */
    public static Sha1 of(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A SHA-1 has 40 hexadecimal digits, not " + hex.length());
        }
        return of(bytes, 0);
    }

    /** Reads the twenty bytes at {@code offset}. */
    public static Sha1 of(byte[] bytes, int offset) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
        return new Sha1(buffer.getLong(offset), buffer.getLong(offset + 8), buffer.getInt(offset + 16));
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(high)
                .putLong(middle)
                .putInt(low)
                .array();
    }

    public boolean isZero() {
        return high == 0 && middle == 0 && low == 0;
    }

    /** Forty lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    @Override
    public String toString() {
        return hex();
    }
}
