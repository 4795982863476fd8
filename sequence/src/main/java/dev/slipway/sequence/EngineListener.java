package dev.slipway.sequence;

/** Hears what the engine does, in order. Positions count from 1 in document order (see {@link TaskSequence#flat}). */
public interface EngineListener {
    /** @param stepCount steps that count in "step n of m": neither groups nor disabled ones (ENG-12) */
    void runStarted(int stepCount);

    void runResumed(Environment environment, int position);

    /** @param ordinal n of "step n of m" @param group names of the groups above, joined by " / " */
    void stepStarted(int position, int ordinal, Step step, String group);

    void nodeSkipped(int position, Node node, String group, String reason);

    /** @param percent 0 to 100 */
    void stepProgress(int position, int percent, String text);

    void stepLog(int position, String line);

    void stepSucceeded(int position, Step step, long exitCode);

    /** @param continued whether the sequence goes on all the same (ENG-5) */
    void stepFailed(int position, Step step, long exitCode, String code, String message, boolean continued);
}
