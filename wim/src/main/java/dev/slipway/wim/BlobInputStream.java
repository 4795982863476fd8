package dev.slipway.wim;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The uncompressed bytes of a blob. The read that reaches the end fails if the bytes do not have the blob's SHA-1. */
final class BlobInputStream extends InputStream {
    private static final int PLAIN_PIECE_BYTES = 256 << 10;

    private final WimFile wim;
    private final Blob blob;
    private final MessageDigest digest = sha1();
    private @Nullable ChunkReader chunks;
    private @Nullable ChunkDecoder decoder;

    private byte[] piece = new byte[0];
    private int pieceAt;
    private int pieceEnd;

    /** Bytes of the blob that were put into pieces. */
    private long loaded;

    BlobInputStream(WimFile wim, Blob blob) throws IOException {
        this.wim = wim;
        this.blob = blob;
        if (blob.resource().isCompressed()) {
            chunks = wim.chunks(blob.resource());
            decoder = blob.resource().isSolid() ? null : wim.borrowDecoder(blob.resource());
        }
    }

    static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (pieceAt == pieceEnd) {
            if (loaded == blob.size()) {
                return -1;
            }
            loadPiece();
        }
        int count = Math.min(length, pieceEnd - pieceAt);
        System.arraycopy(piece, pieceAt, into, offset, count);
        pieceAt += count;
        return count;
    }

    @Override
    public int available() {
        return pieceEnd - pieceAt;
    }

    private void loadPiece() throws IOException {
        if (chunks == null) {
            loadPlain();
        } else {
            loadChunk(chunks);
        }
        digest.update(piece, pieceAt, pieceEnd - pieceAt);
        loaded += pieceEnd - pieceAt;
        if (loaded == blob.size()) {
            finish();
        }
    }

    private void loadPlain() throws IOException {
        int length = (int) Math.min(PLAIN_PIECE_BYTES, blob.size() - loaded);
        if (piece.length < length) {
            piece = new byte[length];
        }
        ResourceBytes.fill(wim.source(), blob.resource().offset() + blob.offsetInResource() + loaded, piece, length);
        pieceAt = 0;
        pieceEnd = length;
    }

    private void loadChunk(ChunkReader reader) throws IOException {
        long position = blob.offsetInResource() + loaded;
        long chunk = position / blob.resource().chunkSize();
        int size = reader.size(chunk);
        if (decoder == null) {
            piece = wim.solidChunk(blob.resource(), reader, chunk);
        } else {
            reader.read(chunk, decoder);
            piece = decoder.data();
        }
        pieceAt = (int) (position % blob.resource().chunkSize());
        pieceEnd = (int) Math.min(size, pieceAt + blob.size() - loaded);
    }

    private void finish() throws IOException {
        Sha1 actual = Sha1.of(digest.digest(), 0);
        if (!actual.equals(blob.sha1())) {
            pieceEnd = pieceAt;
            throw new WimException(
                    WimException.Code.HASH_MISMATCH,
                    "Blob " + blob.sha1().hex() + " (resource at byte "
                            + blob.resource().offset() + ", " + blob.size() + " bytes) has the SHA-1 " + actual.hex()
                            + ": the file is damaged. Copy it again from its origin.");
        }
    }

    @Override
    public void close() {
        if (decoder != null) {
            wim.giveBack(blob.resource(), decoder);
            decoder = null;
            pieceAt = 0;
            pieceEnd = 0;
            loaded = blob.size();
            piece = new byte[0];
        }
    }
}
