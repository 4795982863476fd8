package dev.slipway.wim;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads small resources whole: tables and XML. */
final class ResourceBytes {
    private ResourceBytes() {}

    static byte[] read(ReadAt source, Resource resource, String what, int maxBytes) throws IOException {
        long size = resource.uncompressedSize();
        if (size < 0 || size > Math.min(maxBytes, Runtime.getRuntime().maxMemory() / 4)) {
            throw new WimException(
                    WimException.Code.TOO_LARGE,
                    "The " + what + " claims " + Long.toUnsignedString(size) + " bytes; at most " + maxBytes
                            + " are accepted. Copy the file again from its origin.");
        }
        if (resource.isCompressed()) {
            return readChunks(source, resource, (int) size);
        }
        if (resource.sizeInWim() < size) {
            throw WimException.corrupt("The " + what + " claims " + size + " bytes but takes only "
                    + resource.sizeInWim() + " in the file. Copy the file again from its origin.");
        }
        byte[] bytes = new byte[(int) size];
        fill(source, resource.offset(), bytes, bytes.length);
        return bytes;
    }

    private static byte[] readChunks(ReadAt source, Resource resource, int size) throws IOException {
        ChunkReader reader = new ChunkReader(source, resource);
        ChunkDecoder decoder = new ChunkDecoder(resource);
        byte[] bytes = new byte[size];
        int at = 0;
        for (long chunk = 0; chunk < reader.count(); chunk++) {
            int length = reader.read(chunk, decoder);
            System.arraycopy(decoder.data(), 0, bytes, at, length);
            at += length;
        }
        return bytes;
    }

    /** Reads bytes that the file must have; an early end is reported as a truncated WIM. */
    static void fill(ReadAt source, long position, byte[] into, int length) throws IOException {
        try {
            source.readFully(position, ByteBuffer.wrap(into, 0, length));
        } catch (EOFException e) {
            throw new WimException(
                    WimException.Code.TRUNCATED,
                    "The file ends before byte " + (position + length) + ". Copy the file again from its origin.",
                    e);
        }
    }
}
