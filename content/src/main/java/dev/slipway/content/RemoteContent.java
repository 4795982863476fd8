package dev.slipway.content;

import java.util.Map;

/** A content version that lies elsewhere: its manifest says what the bytes must be, each source where it has them. */
public final class RemoteContent {
    private static final long WINDOW_BYTES = 32L << 20;

    private final Manifest manifest;
    private final Fetcher fetcher;

    /**
     * @param manifest verified by the caller against the content id that was wanted
     * @param sources their extents are asked for when they are needed first
     */
    public RemoteContent(Manifest manifest, ContentSources sources, RetryPolicy policy) {
        this.manifest = manifest;
        this.fetcher = new Fetcher(manifest, sources, policy, Pace.UNLIMITED);
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
            if (file.path().equals(path)) {
                return new RemoteFile(file, first, fetcher, WINDOW_BYTES);
            }
            first += file.blocks().size();
        }
        throw new ContentException(ContentError.FILE_UNKNOWN, "The content has no file " + path + ".");
    }

    /** @return bytes of packs that the sources have given so far, whatever became of them */
    public long fetchedBytes() {
        return fetcher.fetchedBytes();
    }

    /** @return the same for each source that gave any, by its name */
    public Map<String, Long> bytesBySource() {
        return fetcher.bytesBySource();
    }
}
