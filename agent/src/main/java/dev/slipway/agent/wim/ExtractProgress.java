package dev.slipway.agent.wim;

/** Told while libwim extracts, on the thread that called it. */
@FunctionalInterface
public interface ExtractProgress {
    /** Progress nobody looks at. */
    ExtractProgress NONE = (stage, done, total) -> {};

    /** What is being written. */
    enum Stage {
        /** Directories and empty files; counted in files. */
        STRUCTURE,
        /** File data; counted in bytes. */
        DATA,
        /** Times, attributes, security; counted in files. */
        METADATA
    }

    /**
     * Says how far a stage is.
     *
     * @param done files or bytes done so far, see {@link Stage}
     * @param total files or bytes in all, 0 when there are none
     */
    void at(Stage stage, long done, long total);
}
