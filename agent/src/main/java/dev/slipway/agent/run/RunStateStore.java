package dev.slipway.agent.run;

import dev.slipway.agent.site.Backoff;
import dev.slipway.agent.site.SiteConnection;
import dev.slipway.agent.volume.StateVolume;
import dev.slipway.protocol.Json;
import dev.slipway.protocol.SavedState;
import dev.slipway.sequence.SequenceException;
import dev.slipway.sequence.Snapshot;
import dev.slipway.sequence.StateStore;
import dev.slipway.sequence.Variables;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;

/**
 * Keeps the engine's state on the local volume and at the site. While there is a volume it alone must have the state before the engine
 * goes on; without one the site must have it. The newer of the two is loaded.
 */
final class RunStateStore implements StateStore {
    /** How long a save waits for a site that answers; on the local volume it is safe already. */
    private static final Duration SITE_WAIT = Duration.ofSeconds(3);

    private static final Duration LOAD_PATIENCE = Duration.ofSeconds(20);

    private final String runId;
    private final StateVolume volume;
    private final SiteConnection site;
    private final EventLog events;
    private final Delivery delivery;
    private final List<Variables.Variable> present;
    private final Consumer<String> log;
    private int lastPosition;

    /** @param present variables that tell of the machine as it is now; they replace the saved ones */
    RunStateStore(
            String runId,
            StateVolume volume,
            SiteConnection site,
            EventLog events,
            Delivery delivery,
            List<Variables.Variable> present,
            Consumer<String> log) {
        this.runId = runId;
        this.volume = volume;
        this.site = site;
        this.events = events;
        this.delivery = delivery;
        this.present = List.copyOf(present);
        this.log = log;
    }

    @Override
    public void save(Snapshot snapshot) throws IOException, InterruptedException {
        lastPosition = snapshot.position();
        SavedState state = new SavedState(snapshot.saveNumber(), snapshot.encode());
        events.force();
        volume.write(StateVolume.STATE, Json.encode(state));
        delivery.offer(state);
        if (!volume.isDurable()) {
            if (!delivery.await(Backoff.FOREVER)) {
                throw new IOException("The site has ended this run; there is nowhere to keep its state");
            }
        } else if (!delivery.isFailing()) {
            delivery.await(SITE_WAIT);
        }
    }

    /** The position that was saved last. */
    int lastPosition() {
        return lastPosition;
    }

    @Override
    public Optional<Snapshot> load() throws IOException, InterruptedException {
        Optional<SavedState> local = local();
        Optional<SavedState> remote = remote(local.isPresent());
        Optional<SavedState> newest = local;
        if (remote.isPresent()
                && local.map(SavedState::saveNumber).orElse(0L) < remote.get().saveNumber()) {
            newest = remote;
        }
        return newest.isEmpty() ? Optional.empty() : Optional.of(decode(newest.get(), remote));
    }

    private Optional<SavedState> local() throws IOException {
        Optional<byte[]> file = volume.read(StateVolume.STATE);
        try {
            return file.map(bytes -> Json.decode(bytes, SavedState.class));
        } catch (JacksonException e) {
            log.accept("The state on the disk is damaged; the site's copy is used");
            return Optional.empty();
        }
    }

    private Optional<SavedState> remote(boolean localExists) throws IOException, InterruptedException {
        Duration patience = localExists ? LOAD_PATIENCE : Backoff.FOREVER;
        try {
            return new Backoff(patience, log).run(() -> site.state(runId));
        } catch (IOException e) {
            if (!localExists) {
                throw e;
            }
            log.accept("The site's copy of the state cannot be had; going on with the local one");
            return Optional.empty();
        }
    }

    private Snapshot decode(SavedState newest, Optional<SavedState> other) throws IOException {
        try {
            return withPresent(Snapshot.decode(newest.snapshot()));
        } catch (SequenceException damaged) {
            if (other.isPresent() && other.get() != newest) {
                return decode(other.get(), Optional.empty());
            }
            throw new IOException(damaged.getMessage(), damaged);
        }
    }

    private Snapshot withPresent(Snapshot saved) {
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        present.forEach(variable -> names.add(variable.name()));
        List<Variables.Variable> variables = new ArrayList<>(saved.variables());
        variables.removeIf(variable -> names.contains(variable.name()));
        variables.addAll(present);
        return new Snapshot(
                saved.saveNumber(),
                saved.position(),
                saved.attempt(),
                saved.environment(),
                saved.misdirected(),
                variables);
    }
}
