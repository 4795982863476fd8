package dev.slipway.agent.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The place of the run's state: {@code /_SMSTaskSequence} in the root of one local volume (ENG-9). Until there is such a volume, the
 * files lie in memory and the site's copy alone survives a reset.
 *
 * <p>A step that formats a volume or writes it raw calls {@link #release} before and {@link #adopt} afterwards.
 */
public final class StateVolume {
    public static final String FOLDER = "_SMSTaskSequence";

    /** The machine's private key; the only file that stays on a volume when the state leaves it. */
    public static final String KEY = "key";

    /** The engine's position and variables. */
    public static final String STATE = "state";

    /** Which run this is, with its policy. */
    public static final String RUN = "run";

    /** What happened and may not have reached the site yet. */
    public static final String EVENTS = "events";

    /** Folder for the logs of the steps' own programs ({@code _SMSTSLogPath}); it moves with the state. */
    public static final String LOGS = "logs";

    private static final List<String> FILES = List.of(KEY, RUN, EVENTS, STATE);

    private final LocalVolumes volumes;
    private final Path memory;
    private Path folder;
    private Optional<Path> device = Optional.empty();
    private boolean durable;
    private Delivery delivery = () -> {};
    private Consumer<Path> moved = there -> {};

    /** Waits until the site knows everything that is in the files. */
    public interface Delivery {
        void await() throws IOException, InterruptedException;
    }

    /** @param memory folder in memory for the time without a volume */
    public StateVolume(LocalVolumes volumes, Path memory) throws IOException {
        this.volumes = volumes;
        this.memory = memory;
        this.folder = memory;
        createFolders(memory);
    }

    /** What must happen before the state leaves a volume for memory. */
    public synchronized void beforeRelease(Delivery wait) {
        delivery = wait;
    }

    /** Who wants to know where the folder is, now and whenever it moves. */
    public synchronized void whenMoved(Consumer<Path> listener) {
        moved = listener;
        listener.accept(folder);
    }

    /** The device that carries the state; empty while it lies in memory. */
    public synchronized Optional<Path> device() {
        return device;
    }

    /** Whether the files survive a reset. */
    public synchronized boolean isDurable() {
        return durable;
    }

    /** Where the files are now; changes with {@link #release} and {@link #adopt}. */
    public synchronized Path folder() {
        return folder;
    }

    /**
     * Takes the state off a device that is about to be formatted or written raw, and unmounts it. Does nothing when the state is
     * elsewhere. Waits for the site to have everything, since for a while nothing local survives a reset.
     *
     * @param target a volume, or a disk that holds the volume
     */
    public void release(Path target) throws IOException, InterruptedException {
        if (!carries(target)) {
            return;
        }
        delivery.await();
        synchronized (this) {
            Path old = folder;
            copy(old, memory);
            // An older state must not be found here after a reset; the key may stay.
            discardRun();
            folder = memory;
            durable = false;
            moved.accept(folder);
            Path was = device.orElseThrow();
            device = Optional.empty();
            volumes.unmount(was);
        }
    }

    private synchronized boolean carries(Path target) throws IOException {
        if (device.isEmpty()) {
            return false;
        }
        Path carrier = device.get();
        Path real = Files.exists(target) ? target.toRealPath() : target;
        return carrier.equals(real)
                || volumes.devices().find(real).stream()
                        .flatMap(disk -> disk.partitions().stream())
                        .anyMatch(partition -> partition.path().equals(carrier));
    }

    /** Keeps the state on this formatted volume from now on, and mounts it for that. It leaves the volume where it was before. */
    public synchronized void adopt(Path target) throws IOException, InterruptedException {
        Path real = target.toRealPath();
        if (device.isPresent() && device.get().equals(real)) {
            return;
        }
        Path old = folder;
        Optional<Path> oldDevice = device;
        Path fresh = volumes.mount(real).resolve(FOLDER);
        createFolders(fresh);
        copy(old, fresh);
        folder = fresh;
        device = Optional.of(real);
        durable = true;
        moved.accept(folder);
        if (oldDevice.isPresent()) {
            DurableFiles.deleteTree(old);
            volumes.unmount(oldDevice.get());
        } else {
            clear(old);
        }
    }

    /** Uses the state that is already on a volume, leaving what is in memory. */
    public synchronized void open(Path target) throws IOException, InterruptedException {
        Path real = target.toRealPath();
        folder = volumes.mount(real).resolve(FOLDER);
        createFolders(folder);
        device = Optional.of(real);
        durable = true;
    }

    /** Uses {@value #FOLDER} in the root of the running system, where the agent resumes after a restart to the disk. */
    public synchronized void openInSystem(Path root) throws IOException {
        folder = root.resolve(FOLDER);
        createFolders(folder);
        durable = true;
    }

    /** Forgets a run that the site has ended, and keeps the key. */
    public synchronized void discardRun() throws IOException {
        Files.deleteIfExists(folder.resolve(STATE));
        Files.deleteIfExists(folder.resolve(RUN));
        Files.deleteIfExists(folder.resolve(EVENTS));
    }

    /** Takes every trace of the run off the volume: the run is over. */
    public synchronized void remove() throws IOException, InterruptedException {
        Path old = folder;
        clear(memory);
        folder = memory;
        durable = false;
        DurableFiles.deleteTree(old);
        if (device.isPresent()) {
            Path was = device.get();
            device = Optional.empty();
            volumes.unmount(was);
        }
        createFolders(memory);
    }

    /** @return empty when there is no such file */
    public synchronized Optional<byte[]> read(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /** Replaces a file; after the return it survives a power cut. */
    public synchronized void write(String name, byte[] bytes) throws IOException {
        DurableFiles.write(folder, name, bytes);
    }

    /** Adds to a file; only with {@code force} it survives a power cut, and so does everything added before. */
    public synchronized void append(String name, byte[] bytes, boolean force) throws IOException {
        DurableFiles.append(folder, name, bytes, force);
    }

    private static void createFolders(Path state) throws IOException {
        DurableFiles.createFolder(state);
        DurableFiles.createFolder(state.resolve(LOGS));
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String name : FILES) {
            Path source = from.resolve(name);
            if (Files.exists(source)) {
                DurableFiles.write(to, name, Files.readAllBytes(source));
            }
        }
        DurableFiles.copyTree(from.resolve(LOGS), to.resolve(LOGS));
    }

    private static void clear(Path folder) throws IOException {
        for (String name : FILES) {
            Files.deleteIfExists(folder.resolve(name));
        }
        DurableFiles.deleteTree(folder.resolve(LOGS));
    }
}
