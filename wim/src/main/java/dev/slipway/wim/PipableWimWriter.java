package dev.slipway.wim;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Writes the bytes of a pipable WIM. */
final class PipableWimWriter {
    private static final long HEAD_MAGIC = 0x2b9b_9ba2_443d_b9d8L;
    private static final int HEAD_SIZE = 40;
    private static final int FLAG_NOT_HASHED = 0x100;
    private static final int COPY_BYTES = 256 << 10;

    private final WimFile source;
    private final int index;
    private final OutputStream out;
    private final LongConsumer done;
    private final byte[] buffer = new byte[COPY_BYTES];
    private long doneBytes;
    private long written;

    /** @param done is told how many bytes of the source's resources have been worked off */
    PipableWimWriter(WimFile source, int index, OutputStream out, LongConsumer done) {
        this.source = source;
        this.index = index;
        this.out = out;
        this.done = done;
    }

    void write(Blob metadata, List<Blob> blobs) throws IOException {
        done.accept(0);
        byte[] xml = xml();
        writeHeader(Resource.ABSENT, Resource.ABSENT, Resource.ABSENT);
        writePlain(xml, Resource.METADATA | FLAG_NOT_HASHED);
        List<Blob> table = new ArrayList<>();
        table.add(copy(metadata, 1));
        for (Blob blob : blobs) {
            table.add(copy(blob, Math.max(1, blob.referenceCount())));
        }
        // From here on a reader that applies the image may be gone.
        out.flush();
        Resource blobTable = writePlain(BlobTable.encode(table), Resource.METADATA | FLAG_NOT_HASHED);
        Resource xmlData = writePlain(xml, Resource.METADATA | FLAG_NOT_HASHED);
        Resource boot = isBootImage() ? table.getFirst().resource() : Resource.ABSENT;
        writeHeader(blobTable, xmlData, boot);
        out.flush();
    }

    private boolean isBootImage() {
        return source.header().bootIndex() == index;
    }

    private byte[] xml() {
        return source.xmlWithOnly(index);
    }

    private void writeHeader(Resource blobTable, Resource xml, Resource boot) throws IOException {
        WimHeader header = source.header();
        byte[] bytes = new WimHeader(
                        header.version(),
                        header.flags() & ~(WimHeader.FLAG_WRITE_IN_PROGRESS | WimHeader.FLAG_READ_ONLY),
                        header.compression(),
                        header.chunkSize(),
                        header.guid(),
                        1,
                        1,
                        1,
                        blobTable,
                        xml,
                        boot,
                        isBootImage() ? 1 : 0,
                        Resource.ABSENT,
                        true)
                .encode();
        emit(bytes, bytes.length);
    }

    private void emit(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        written += length;
    }

    private void writeHead(long uncompressedSize, Sha1 sha1, int flags) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(0, HEAD_MAGIC);
        head.putLong(8, uncompressedSize);
        head.put(16, sha1.bytes());
        head.putInt(36, flags);
        emit(head.array(), HEAD_SIZE);
    }

    private Resource writePlain(byte[] bytes, int flags) throws IOException {
        writeHead(bytes.length, Sha1.ZERO, flags);
        long offset = written;
        emit(bytes, bytes.length);
        return new Resource(offset, bytes.length, bytes.length, Resource.METADATA, Compression.NONE, 0, true);
    }

    /** Copies a blob's resource and returns the blob as it lies in the result. */
    private Blob copy(Blob blob, int references) throws IOException {
        Resource from = blob.resource();
        int flags = from.flags() & (Resource.METADATA | Resource.COMPRESSED);
        writeHead(blob.size(), blob.sha1(), flags);
        long offset = written;
        if (from.isCompressed() && !from.pipable()) {
            copyChunks(from);
        } else {
            copyBytes(from.offset(), from.sizeInWim());
            advance(from.sizeInWim());
        }
        Resource to =
                new Resource(offset, written - offset, blob.size(), flags, from.compression(), from.chunkSize(), true);
        return new Blob(blob.sha1(), blob.size(), to, 0, references);
    }

    private void copyBytes(long offset, long length) throws IOException {
        long end = offset + length;
        for (long at = offset; at < end; ) {
            int count = (int) Math.min(buffer.length, end - at);
            ResourceBytes.fill(source.source(), at, buffer, count);
            emit(buffer, count);
            at += count;
            WimFile.checkInterrupted();
        }
    }

    /** In the result each chunk follows its size, and the table, unchanged, follows the chunks. */
    private void copyChunks(Resource resource) throws IOException {
        ChunkReader chunks = source.chunks(resource);
        byte[] table = chunks.table();
        ByteBuffer size = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        for (long chunk = 0; chunk < chunks.count(); chunk++) {
            int stored = chunks.storedSize(chunk);
            size.putInt(0, stored);
            emit(size.array(), 4);
            chunks.copyStored(chunk, out);
            written += stored;
            advance(stored);
            WimFile.checkInterrupted();
        }
        emit(table, table.length);
        advance(table.length);
    }

    private void advance(long bytes) {
        doneBytes += bytes;
        done.accept(doneBytes);
    }
}
