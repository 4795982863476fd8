package dev.slipway.agent.run;

import dev.slipway.agent.volume.StateVolume;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.RunPolicy;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * The run as it is remembered on the local volume, so that the machine can go on while the site is away.
 *
 * @param machineId of the registration
 */
public record LocalRun(long machineId, RunPolicy policy) {

    public static Optional<LocalRun> read(StateVolume volume) throws IOException {
        Optional<byte[]> file = volume.read(StateVolume.RUN);
        try {
            return file.map(bytes -> Json.decode(bytes, LocalRun.class));
        } catch (JacksonException e) {
            // Not whole: the site knows which run is to be resumed.
            return Optional.empty();
        }
    }

    void write(StateVolume volume) throws IOException {
        volume.write(StateVolume.RUN, Json.encode(this));
    }
}
