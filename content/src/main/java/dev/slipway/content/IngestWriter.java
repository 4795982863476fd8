package dev.slipway.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The second half of an ingest, on a thread of its own: hashes each file as a whole, and writes the pack.
 */
final class IngestWriter implements AutoCloseable {
    private static final long BYTES_BETWEEN_SPACE_CHECKS = 64L << 20;

    /** The Java runtime copies through memory of its own, as much as one write hands over, and keeps it for the thread. */
    private static final int WRITE_BYTES = 1 << 20;

    private final StoreFolder folder;
    private final FileChannel pack;
    private final MessageDigest fileDigest = Sha256.digest();
    private long written;
    private long nextSpaceCheck;

    IngestWriter(StoreFolder folder, Path pack) throws IOException {
        this.folder = folder;
        this.pack = FileChannel.open(pack, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /**
     * Takes the next bytes of the current file.
     *
     * @param length how many bytes of the data, from its start, are the file's
     * @param stored which of them go into the pack
     */
    void write(byte[] data, int length, Spans stored) throws IOException {
        fileDigest.update(data, 0, length);
        for (int i = 0; i < stored.count(); i++) {
            int from = stored.from(i);
            int count = stored.to(i) - from;
            store(ByteBuffer.wrap(data, from, count));
        }
    }

    private void store(ByteBuffer bytes) throws IOException {
        if (written >= nextSpaceCheck) {
            if (folder.room().freeBytes() < bytes.remaining()) {
                throw folder.room()
                        .outOfSpace("only " + folder.room().freeBytes() + " bytes are left after " + written
                                + " bytes of new blocks");
            }
            nextSpaceCheck = written + BYTES_BETWEEN_SPACE_CHECKS;
        }
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + WRITE_BYTES));
            written += pack.write(bytes);
        }
    }

    /** @return the SHA-256 of the file that ends here */
    String endFile() {
        return HexFormat.of().formatHex(fileDigest.digest());
    }

    /** Afterwards the pack's bytes are on disk. */
    void endPack() throws IOException {
        pack.force(true);
    }

    @Override
    public void close() throws IOException {
        pack.close();
    }
}
