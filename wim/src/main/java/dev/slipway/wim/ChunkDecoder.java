package dev.slipway.wim;

/** What decompressing a resource needs besides the resource: a decompressor and room for one chunk. Used by one thread. */
final class ChunkDecoder {
    private final Decompressor decompressor;
    private final byte[] data;

    ChunkDecoder(Resource resource) throws WimException {
        long room = Math.min(resource.chunkSize(), resource.uncompressedSize());
        // A chunk and its compressed form are held at once.
        if (room > Runtime.getRuntime().maxMemory() / 4) {
            throw new WimException(
                    WimException.Code.TOO_LARGE,
                    "The resource at byte " + resource.offset() + " has chunks of " + resource.chunkSize()
                            + " bytes, too large for the memory of this program. Start it with more memory (-Xmx).");
        }
        decompressor = Decompressor.of(resource.compression(), resource.chunkSize());
        data = new byte[(int) room];
    }

    Decompressor decompressor() {
        return decompressor;
    }

    /** Holds the chunk that was decoded last, from index 0. */
    byte[] data() {
        return data;
    }
}
