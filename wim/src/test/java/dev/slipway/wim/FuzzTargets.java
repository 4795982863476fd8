package dev.slipway.wim;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Each reads anything: it may only refuse it with an exception made for that. */
final class FuzzTargets {
    private static final int MAX_CHUNK = 1 << 16;

    private FuzzTargets() {}

    /** Bytes as a file. */
    record Bytes(byte[] content) implements ReadAt {
        @Override
        public long size() {
            return content.length;
        }

        @Override
        public void readFully(long position, ByteBuffer destination) throws IOException {
            if (position < 0 || position > content.length - destination.remaining()) {
                throw new EOFException("byte " + position);
            }
            destination.put(content, (int) position, destination.remaining());
        }

        @Override
        public void close() {
            // Nothing to let go of.
        }
    }

    /** A whole file: header, tables, XML, metadata, blobs. */
    static void file(byte[] content) {
        try (WimFile wim = WimFile.open(new Bytes(content))) {
            wim.images();
            for (int index = 1; index <= Math.min(3, wim.header().imageCount()); index++) {
                PipableWim.of(wim, index).write(OutputStream.nullOutputStream(), Progress.NONE);
            }
            wim.verify(Progress.NONE);
        } catch (IOException e) {
            // That is how damage is reported.
        }
    }

    static void metadata(byte[] content) {
        try {
            Image image = MetadataParser.parse(1, content);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            image.walk((path, dentry) -> out.write(dentry.streams().size() + path.length()));
        } catch (WimException e) {
            // That is how damage is reported.
        }
    }

    /** The first two bytes choose the size of the chunk, the others are the compressed data. */
    static void chunk(Compression compression, byte[] content) {
        if (content.length < 3) {
            return;
        }
        int size = ((content[0] & 0xff) << 8 | content[1] & 0xff) + 1;
        byte[] out = new byte[size];
        Decompressor decompressor =
                Decompressor.of(compression, compression == Compression.XPRESS ? MAX_CHUNK : 1 << 15);
        try {
            decompressor.decompress(content, 2, content.length - 2, out, size);
        } catch (WimException e) {
            // That is how damage is reported.
        }
    }
}
