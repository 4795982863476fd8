package dev.slipway.wim;

/** How the chunks of a resource are compressed. The order is that of the numbers in the head of a solid resource. */
public enum Compression {
    NONE,
    /** LZ77 with one Huffman code per chunk, [MS-XCA] 2.1: chunks of 4 KiB to 64 KiB. */
    XPRESS,
    /** LZX without a sliding window: chunks of 32 KiB to 2 MiB. */
    LZX,
    /** LZMS, mostly in solid resources: chunks of 32 KiB to 1 GiB. */
    LZMS;

    boolean allowsChunkSize(int chunkSize) {
        if (Integer.bitCount(chunkSize) != 1) {
            return this == NONE;
        }
        return switch (this) {
            case NONE -> true;
            case XPRESS -> chunkSize >= 1 << 12 && chunkSize <= 1 << 16;
            case LZX -> chunkSize >= 1 << 15 && chunkSize <= 1 << 21;
            case LZMS -> chunkSize >= 1 << 15 && chunkSize <= 1 << 30;
        };
    }
}
