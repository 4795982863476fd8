package dev.slipway.wim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/** A file that is written in order, with the hashes of its pieces for an integrity table, [MS-WIM] 2.6. */
final class HashedOutput extends OutputStream {
    /** The size of a piece that Microsoft's programs and wimlib use. */
    private static final int PIECE_BYTES = 10 << 20;

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int TABLE_HEAD = 12;

    private final RandomAccessFile file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final MessageDigest digest = BlobInputStream.sha1();
    private final ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    private long position;
    private int buffered;
    private int inPiece;

    /** @param start where the first byte goes, and where the first piece begins */
    HashedOutput(RandomAccessFile file, long start) throws IOException {
        this.file = file;
        this.position = start;
        file.seek(start);
    }

    /** The offset in the file of the byte that is written next. */
    long position() {
        return position;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        hash(bytes, offset, length);
        position += length;
        if (length > buffer.length - buffered) {
            flush();
        }
        if (length > buffer.length) {
            file.write(bytes, offset, length);
        } else {
            System.arraycopy(bytes, offset, buffer, buffered, length);
            buffered += length;
        }
    }

    private void hash(byte[] bytes, int offset, int length) throws IOException {
        for (int at = offset; at < offset + length; ) {
            int count = Math.min(PIECE_BYTES - inPiece, offset + length - at);
            digest.update(bytes, at, count);
            at += count;
            inPiece += count;
            if (inPiece == PIECE_BYTES) {
                endPiece();
            }
        }
    }

    private void endPiece() throws IOException {
        hashes.write(digest.digest());
        inPiece = 0;
    }

    /** The table for all that was written up to now. */
    byte[] integrityTable() throws IOException {
        if (inPiece > 0) {
            endPiece();
        }
        int size = TABLE_HEAD + hashes.size();
        ByteBuffer table = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        table.putInt(size).putInt(hashes.size() / Sha1.BYTES).putInt(PIECE_BYTES);
        return table.put(hashes.toByteArray()).array();
    }

    @Override
    public void flush() throws IOException {
        file.write(buffer, 0, buffered);
        buffered = 0;
    }
}
