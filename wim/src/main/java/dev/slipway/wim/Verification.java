package dev.slipway.wim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/** Reads a WIM from end to end and compares all hashes it holds. */
final class Verification {
    private static final int TABLE_HEAD = 12;
    private static final int MAX_TABLE_BYTES = 256 << 20;
    private static final int BUFFER_BYTES = 1 << 20;

    private final WimFile wim;
    private final Progress progress;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final long total;
    private long done;

    Verification(WimFile wim, Progress progress) throws IOException {
        this.wim = wim;
        this.progress = progress;
        long sum = wim.header().integrityTable().isPresent() ? checkedByTable() : 0;
        for (Blob blob : wim.blobs()) {
            sum += blob.size();
        }
        for (int index = 1; index <= wim.header().imageCount(); index++) {
            sum += wim.metadata(index).size();
        }
        total = sum;
    }

    void run() throws IOException {
        progress.report(0, total);
        if (wim.header().integrityTable().isPresent()) {
            verifyTable();
        }
        for (Blob blob : wim.blobs()) {
            verify(blob);
        }
        for (int index = 1; index <= wim.header().imageCount(); index++) {
            verify(wim.metadata(index));
            wim.blobsNeededBy(index);
        }
    }

    private void verify(Blob blob) throws IOException {
        try (InputStream in = wim.open(blob)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                advance(count);
            }
        }
    }

    private void advance(long bytes) throws IOException {
        WimFile.checkInterrupted();
        done += bytes;
        progress.report(done, total);
    }

    /** The table covers what lies between the header and the end of the blob table, [MS-WIM] 2.6. */
    private long checkedByTable() {
        return Math.max(0, wim.header().blobTable().end() - WimHeader.SIZE);
    }

    private void verifyTable() throws IOException {
        byte[] bytes =
                ResourceBytes.read(wim.source(), wim.header().integrityTable(), "integrity table", MAX_TABLE_BYTES);
        ByteBuffer table = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < TABLE_HEAD) {
            throw WimException.corrupt("The integrity table has only " + bytes.length + " bytes.");
        }
        long entries = table.getInt(4) & 0xffff_ffffL;
        long chunkSize = table.getInt(8) & 0xffff_ffffL;
        boolean fits = chunkSize > 0
                && entries == Math.ceilDiv(checkedByTable(), chunkSize)
                && TABLE_HEAD + entries * Sha1.BYTES <= bytes.length;
        if (!fits) {
            throw WimException.corrupt("The integrity table has " + entries + " entries for pieces of " + chunkSize
                    + " bytes, which does not fit the file. Copy the file again from its origin.");
        }
        long position = WimHeader.SIZE;
        for (int i = 0; i < entries; i++) {
            long length = Math.min(chunkSize, WimHeader.SIZE + checkedByTable() - position);
            Sha1 expected = Sha1.of(bytes, TABLE_HEAD + i * Sha1.BYTES);
            verifyPiece(position, length, expected);
            position += length;
        }
    }

    private void verifyPiece(long position, long length, Sha1 expected) throws IOException {
        MessageDigest digest = BlobInputStream.sha1();
        long end = position + length;
        for (long at = position; at < end; ) {
            int count = (int) Math.min(buffer.length, end - at);
            ResourceBytes.fill(wim.source(), at, buffer, count);
            digest.update(buffer, 0, count);
            at += count;
            advance(count);
        }
        if (!Sha1.of(digest.digest(), 0).equals(expected)) {
            throw new WimException(
                    WimException.Code.INTEGRITY_MISMATCH,
                    "The bytes " + position + " to " + (end - 1)
                            + " of the file are not those that its integrity table names. Copy the file again from its origin.");
        }
    }
}
