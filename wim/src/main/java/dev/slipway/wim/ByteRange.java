package dev.slipway.wim;

/**
 * A run of bytes in a file.
 *
 * @param offset bytes from the start of the file, not negative
 * @param length bytes, not negative; offset + length fits a long
 */
public record ByteRange(long offset, long length) {
    public ByteRange {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("Not a range of bytes: offset " + offset + ", length " + length);
        }
    }

    /** @return the offset of the first byte behind the range */
    public long end() {
        return offset + length;
    }
}
