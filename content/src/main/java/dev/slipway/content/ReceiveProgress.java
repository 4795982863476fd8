package dev.slipway.content;

/** Hears how far a content has been received; called on the receiving thread, some times per second at most. */
@FunctionalInterface
public interface ReceiveProgress {
    ReceiveProgress NONE = (phase, done, total, fetched) -> {};

    enum Phase {
        FETCHING,
        /** All blocks are there; each is read again from the disk and hashed. */
        VERIFYING
    }

    /**
     * @param doneBytes of the content's blocks, each counted once: while fetching those that are there, while verifying those that were
     *     found right
     * @param totalBytes of all its blocks, each counted once
     * @param fetchedBytes that the sources have given in this call
     */
    void advanced(Phase phase, long doneBytes, long totalBytes, long fetchedBytes);
}
