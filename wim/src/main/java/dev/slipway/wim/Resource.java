package dev.slipway.wim;

/**
 * A resource: a run of bytes in a WIM file that holds one blob, or many in the solid case, or a table. Where the numbers
 * come from: the resource header of [MS-WIM] 2.2, and for solid resources their own first bytes.
 *
 * @param offset of the first byte, from the start of the file
 * @param sizeInWim bytes it takes in the file, with its chunk table
 * @param uncompressedSize bytes it holds
 * @param flags as in the file, see the constants
 * @param compression of its chunks; NONE if its bytes are the data itself
 * @param chunkSize bytes that each chunk but the last holds; 0 if not compressed
 * @param pipable true if the chunk table follows the chunks and each chunk is preceded by its size
 */
public record Resource(
        long offset,
        long sizeInWim,
        long uncompressedSize,
        int flags,
        Compression compression,
        int chunkSize,
        boolean pipable) {
    /** The space is no longer used. */
    public static final int FREE = 0x01;
    /** The resource is an image's metadata, or a table of the file itself. */
    public static final int METADATA = 0x02;

    public static final int COMPRESSED = 0x04;
    /** The resource is a piece of one that spans parts. */
    public static final int SPANNED = 0x08;
    /** The resource holds many blobs, compressed together. */
    public static final int SOLID = 0x10;

    static final Resource ABSENT = new Resource(0, 0, 0, 0, Compression.NONE, 0, false);

    public boolean isMetadata() {
        return (flags & METADATA) != 0;
    }

    public boolean isCompressed() {
        return compression != Compression.NONE;
    }

    public boolean isSolid() {
        return (flags & SOLID) != 0;
    }

    public boolean isFree() {
        return (flags & FREE) != 0;
    }

    /** False for a table that the file does not have. */
    public boolean isPresent() {
        return offset != 0;
    }

    /** The bytes of the file that the resource takes. */
    public ByteRange range() {
        return new ByteRange(offset, sizeInWim);
    }

    /** The offset of the byte after its last, in the file. */
    public long end() {
        return offset + sizeInWim;
    }
}
