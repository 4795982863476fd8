package dev.slipway.wim;

import java.nio.ByteBuffer;

/** Reads and writes resource headers, [MS-WIM] 2.2: 24 bytes, of which the size in the file takes seven. */
record RawResource(ByteBuffer buffer, Compression compression, int chunkSize, boolean pipable) {
    static final int SIZE = 24;
    private static final int SIZE_BITS = 56;

    Resource at(int offset) {
        long sizeAndFlags = buffer.getLong(offset);
        int flags = (int) (sizeAndFlags >>> SIZE_BITS);
        boolean compressed = (flags & Resource.COMPRESSED) != 0;
        return new Resource(
                buffer.getLong(offset + 8),
                sizeAndFlags & ((1L << SIZE_BITS) - 1),
                buffer.getLong(offset + 16),
                flags,
                compressed ? compression : Compression.NONE,
                compressed ? chunkSize : 0,
                pipable);
    }

    static void put(ByteBuffer to, int offset, Resource resource) {
        to.putLong(offset, resource.sizeInWim() | (long) resource.flags() << SIZE_BITS);
        to.putLong(offset + 8, resource.offset());
        to.putLong(offset + 16, resource.uncompressedSize());
    }
}
