package dev.slipway.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The second half of an ingest, on a thread of its own: hashes each file as a whole, and writes and hashes the pack.
 *
 * <p>As long as every byte of the first file goes into the pack, pack and file are the same bytes and are hashed once.
 */
final class IngestWriter implements AutoCloseable {
    private static final long BYTES_BETWEEN_SPACE_CHECKS = 64L << 20;

    /** The Java runtime copies through memory of its own, as much as one write hands over, and keeps it for the thread. */
    private static final int WRITE_BYTES = 1 << 20;

    private final StoreFolder folder;
    private final FileChannel pack;
    private MessageDigest fileDigest = Sha256.digest();
    private MessageDigest packDigest = fileDigest;
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
        if (packDigest == fileDigest && !stored.coverAll(length)) {
            packDigest = copy(fileDigest);
        }
        fileDigest.update(data, 0, length);
        for (int i = 0; i < stored.count(); i++) {
            int from = stored.from(i);
            int count = stored.to(i) - from;
            if (packDigest != fileDigest) {
                packDigest.update(data, from, count);
            }
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
        if (packDigest == fileDigest) {
            packDigest = copy(fileDigest);
        }
        String hash = HexFormat.of().formatHex(fileDigest.digest());
        fileDigest = Sha256.digest();
        return hash;
    }

    /** @return the pack's name; its bytes are on disk */
    PackId endPack() throws IOException {
        pack.force(true);
        return new PackId(HexFormat.of().formatHex(packDigest.digest()));
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("The JDK's SHA-256 can be copied", e);
        }
    }

    @Override
    public void close() throws IOException {
        pack.close();
    }
}
