package dev.slipway.content;

import java.util.List;

/**
 * A content version that lies elsewhere: its manifest says what the bytes must be, the extents where they lie, the sources give them.
 */
public final class RemoteContent {
    private static final long WINDOW_BYTES = 32L << 20;

    private final Manifest manifest;
    private final Extents extents;
    private final Fetcher fetcher;

    /**
     * @param manifest verified by the caller against the content id that was wanted
     * @param sources at least one; the first is asked first, the next when it fails
     * @throws ContentException DOCUMENT_INVALID when the extents are not those of the manifest
     */
    public RemoteContent(Manifest manifest, Extents extents, List<PackSource> sources, RetryPolicy policy)
            throws ContentException {
        if (extents.extents().size() != manifest.blockCount()) {
            throw new ContentException(
                    ContentError.DOCUMENT_INVALID,
                    "The manifest has " + manifest.blockCount() + " blocks, the list of extents "
                            + extents.extents().size() + ". Fetch both again.");
        }
        this.manifest = manifest;
        this.extents = extents;
        this.fetcher = new Fetcher(sources, policy);
    }

    public Manifest manifest() {
        return manifest;
    }

    /**
     * @return the file, to be closed by the caller
     * @throws ContentException FILE_UNKNOWN
     */
    public RemoteFile file(String path) throws ContentException {
        int first = 0;
        for (ContentFile file : manifest.files()) {
            int count = file.blocks().size();
            if (file.path().equals(path)) {
                return new RemoteFile(file, extents.extents().subList(first, first + count), fetcher, WINDOW_BYTES);
            }
            first += count;
        }
        throw new ContentException(ContentError.FILE_UNKNOWN, "The content has no file " + path + ".");
    }

    /** @return bytes that the sources have given so far, whatever became of them */
    public long fetchedBytes() {
        return fetcher.fetchedBytes();
    }
}
