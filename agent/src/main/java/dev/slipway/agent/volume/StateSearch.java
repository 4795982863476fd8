package dev.slipway.agent.volume;

import dev.slipway.agent.volume.LocalVolumes.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Looks on every local volume for what an earlier start of the agent left there. */
public final class StateSearch {
    private final LocalVolumes volumes;
    private final StateVolume state;
    private final Consumer<String> log;

    public StateSearch(LocalVolumes volumes, StateVolume state, Consumer<String> log) {
        this.volumes = volumes;
        this.state = state;
        this.log = log;
    }

    /** Opens the state where a run is found. A key without a run is taken along, its volume left alone. */
    public void open() throws IOException, InterruptedException {
        for (Volume volume : volumes.list()) {
            try {
                if (openAt(volume.device())) {
                    return;
                }
            } catch (IOException e) {
                // A volume that Windows left in hibernation, or a damaged one: the run may lie on another.
                log.accept("Cannot look into " + volume.device() + ": " + e.getMessage());
            }
        }
    }

    private boolean openAt(Path device) throws IOException, InterruptedException {
        Path folder = volumes.mount(device).resolve(StateVolume.FOLDER);
        try {
            if (Files.exists(folder.resolve(StateVolume.RUN))) {
                state.open(device);
                return true;
            }
            Path key = folder.resolve(StateVolume.KEY);
            if (Files.exists(key)) {
                state.write(StateVolume.KEY, Files.readAllBytes(key));
            }
            return false;
        } finally {
            volumes.unmount(device);
        }
    }
}
