package dev.slipway.wim;

/** Is told how far a long piece of work has come. Called often, on the thread that works: return quickly. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (done, total) -> {};

    /**
     * @param doneBytes bytes worked off so far, 0 to {@code totalBytes}
     * @param totalBytes bytes to work off in all
     */
    void report(long doneBytes, long totalBytes);
}
