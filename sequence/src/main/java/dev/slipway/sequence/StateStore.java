package dev.slipway.sequence;

import java.io.IOException;
import java.util.Optional;

/** Keeps the engine's position and variables over restarts (ENG-9). */
public interface StateStore {
    /** Returns only when the snapshot would survive a power cut. */
    void save(Snapshot snapshot) throws IOException, InterruptedException;

    Optional<Snapshot> load() throws IOException, InterruptedException;
}
