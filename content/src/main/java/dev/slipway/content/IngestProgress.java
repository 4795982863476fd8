package dev.slipway.content;

/** Hears how far an ingest has come; called on the ingesting thread, some times per second at most for large files. */
@FunctionalInterface
public interface IngestProgress {
    IngestProgress NONE = (done, total) -> {};

    /**
     * @param doneBytes bytes of the sources that have been read
     * @param totalBytes bytes of all sources
     */
    void advanced(long doneBytes, long totalBytes);
}
