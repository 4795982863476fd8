package dev.slipway.wim;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds and decompresses the chunks of a compressed resource. There are three layouts. Plain, [MS-WIM] 2.2: a table of
 * the offsets of all chunks but the first, then the chunks. Solid: sixteen bytes of head, a table of the sizes of all
 * chunks, then the chunks. Pipable (wimlib): the chunks, each after its size in four bytes, then the table of offsets,
 * which do not count those four bytes. A chunk that would not shrink is stored as it is.
 */
final class ChunkReader {
    private static final int SOLID_HEAD = 16;
    private static final int SIZE_BEFORE_CHUNK = 4;
    private static final int WINDOW_BYTES = 256 << 10;
    private static final int TABLE_ENTRIES = 4096;
    private static final int MAX_SOLID_CHUNKS = 1 << 24;

    private final ReadAt source;
    private final Resource resource;
    private final long count;
    private final int entryBytes;
    private final long tableBytes;
    private final long dataStart;
    private final long dataBytes;
    private final boolean solid;

    /** Offsets of chunks {@code firstOffset} and following, relative to the first chunk. */
    private long[] offsets = new long[0];

    private long firstOffset;

    private byte[] window = new byte[0];
    private long windowStart;
    private int windowLength;

    ChunkReader(ReadAt source, Resource resource) throws IOException {
        this.source = source;
        this.resource = resource;
        solid = resource.isSolid();
        long size = resource.uncompressedSize();
        count = Math.ceilDiv(size, (long) resource.chunkSize());
        entryBytes = solid || size <= 0xffff_ffffL ? 4 : 8;
        long entries = solid ? count : Math.max(0, count - 1);
        long perChunk = resource.pipable() ? SIZE_BEFORE_CHUNK : 0;
        // The file bounds the table: each chunk has an entry of at least four bytes and at least one byte of data.
        if (entries > resource.sizeInWim() / entryBytes || (solid && count > MAX_SOLID_CHUNKS)) {
            throw damaged("claims " + size + " bytes in " + count + " chunks, which do not fit into it");
        }
        tableBytes = entries * entryBytes;
        dataBytes = resource.sizeInWim() - (solid ? SOLID_HEAD : 0) - tableBytes - count * perChunk;
        if (dataBytes < count) {
            throw damaged("has no room for its " + count + " chunks");
        }
        dataStart = resource.offset() + (solid ? SOLID_HEAD : 0) + (resource.pipable() ? 0 : tableBytes);
        if (solid) {
            loadSolidOffsets();
        }
    }

    private WimException damaged(String how) {
        return WimException.corrupt(
                "The resource at byte " + resource.offset() + " " + how + ". Copy the file again from its origin.");
    }

    long count() {
        return count;
    }

    /** The size of a chunk when decompressed. */
    int size(long chunk) {
        return (int) Math.min(resource.chunkSize(), resource.uncompressedSize() - chunk * resource.chunkSize());
    }

    /**
     * Decompresses a chunk into the decoder's room.
     *
     * @return its size in bytes
     */
    int read(long chunk, ChunkDecoder decoder) throws IOException {
        int size = size(chunk);
        int storedBytes = storedSize(chunk);
        long position = position(chunk);
        int at = load(position, storedBytes);
        if (storedBytes == size) {
            System.arraycopy(window, at, decoder.data(), 0, size);
            return size;
        }
        try {
            decoder.decompressor().decompress(window, at, storedBytes, decoder.data(), size);
        } catch (WimException e) {
            throw new WimException(
                    WimException.Code.CORRUPT,
                    "The data at byte " + position + " (chunk " + chunk + " of the resource at byte "
                            + resource.offset() + ") is damaged: " + e.getMessage()
                            + ". Copy the file again from its origin.",
                    e);
        }
        return size;
    }

    /** How many bytes a chunk takes in the file; equal to its size if it is not compressed. */
    int storedSize(long chunk) throws IOException {
        long offset = offset(chunk);
        long stored = offset(chunk + 1) - offset;
        if (offset < 0 || stored <= 0 || stored > size(chunk) || offset > dataBytes - stored) {
            throw damaged("places chunk " + chunk + " at offset " + offset + " with " + stored + " bytes");
        }
        return (int) stored;
    }

    /** Writes a chunk as it lies in the file. */
    void copyStored(long chunk, OutputStream out) throws IOException {
        int stored = storedSize(chunk);
        int at = load(position(chunk), stored);
        out.write(window, at, stored);
    }

    /** The table of offsets of a resource that is not solid, as it lies in the file. */
    byte[] table() throws IOException {
        if (tableBytes > Math.min(Integer.MAX_VALUE / 2, Runtime.getRuntime().maxMemory() / 4)) {
            throw damaged("has a chunk table of " + tableBytes + " bytes, too large for the memory of this program");
        }
        byte[] table = new byte[(int) tableBytes];
        long position = resource.pipable() ? resource.end() - tableBytes : resource.offset();
        ResourceBytes.fill(source, position, table, table.length);
        return table;
    }

    private long position(long chunk) throws IOException {
        return dataStart + offset(chunk) + (resource.pipable() ? (chunk + 1) * SIZE_BEFORE_CHUNK : 0);
    }

    /** Makes bytes of the file available in the window and returns where; neighbouring chunks are read along. */
    private int load(long position, int length) throws IOException {
        if (position < windowStart || position + length > windowStart + windowLength) {
            int want = (int) Math.min(Math.max(length, WINDOW_BYTES), resource.end() - position);
            if (window.length < want) {
                window = new byte[want];
            }
            windowLength = 0;
            ResourceBytes.fill(source, position, window, want);
            windowStart = position;
            windowLength = want;
        }
        return (int) (position - windowStart);
    }

    /** The offset of a chunk from the first; of the chunk after the last: the size of all. */
    private long offset(long chunk) throws IOException {
        if (chunk == 0) {
            return 0;
        }
        if (chunk == count) {
            return dataBytes;
        }
        if (chunk < firstOffset || chunk >= firstOffset + offsets.length) {
            loadOffsets(chunk);
        }
        return offsets[(int) (chunk - firstOffset)];
    }

    private void loadOffsets(long chunk) throws IOException {
        int entries = (int) Math.min(TABLE_ENTRIES, count - chunk);
        long table = resource.pipable() ? resource.end() - tableBytes : resource.offset();
        ByteBuffer buffer = readTable(table + (chunk - 1) * entryBytes, entries);
        long[] loaded = new long[entries];
        for (int i = 0; i < entries; i++) {
            loaded[i] = entryBytes == 4 ? buffer.getInt() & 0xffff_ffffL : buffer.getLong();
        }
        offsets = loaded;
        firstOffset = chunk;
    }

    private void loadSolidOffsets() throws IOException {
        ByteBuffer buffer = readTable(resource.offset() + SOLID_HEAD, (int) count);
        offsets = new long[(int) count];
        long offset = 0;
        for (int i = 0; i < count; i++) {
            offsets[i] = offset;
            offset += buffer.getInt() & 0xffff_ffffL;
        }
    }

    private ByteBuffer readTable(long position, int entries) throws IOException {
        byte[] bytes = new byte[Math.multiplyExact(entries, entryBytes)];
        ResourceBytes.fill(source, position, bytes, bytes.length);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
