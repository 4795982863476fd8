package dev.slipway.agent.step.image;

import dev.slipway.agent.volume.FileSystem;
import dev.slipway.agent.volume.LocalVolumes;
import dev.slipway.agent.volume.StateVolume;
import dev.slipway.sequence.StepFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Room for an image file that cannot be streamed. */
final class Shelf {
    private static final long RESERVE_BYTES = 64L << 20;

    private final LocalVolumes volumes;
    private final Path target;

    Shelf(LocalVolumes volumes, Path target) {
        this.volumes = volumes;
        this.target = target;
    }

    /** Returns a folder on the target itself, which wiping it spares and the end of the run removes. */
    static Path on(Path root) throws IOException {
        return Files.createDirectories(root.resolve(StateVolume.FOLDER).resolve("Image"));
    }

    /**
     * Returns a folder on another volume, or in memory. The volume stays mounted until the restart.
     *
     * @throws StepFailedException {@code image-no-room} when there is none
     */
    Path elsewhere(long bytes) throws StepFailedException, IOException, InterruptedException {
        for (LocalVolumes.Volume volume : volumes.list()) {
            if (volume.device().equals(target) || volume.fileSystem() == FileSystem.FAT) {
                continue;
            }
            Path root = volumes.mount(volume.device());
            if (hasRoom(root, bytes)) {
                return on(root);
            }
            volumes.unmount(volume.device());
        }
        Path memory = Path.of(System.getProperty("java.io.tmpdir"));
        if (hasRoom(memory, bytes)) {
            return memory;
        }
        throw new StepFailedException(
                "image-no-room",
                "The image lies in a solid resource and must be downloaded as a whole, but neither another volume nor memory has "
                        + ((bytes + RESERVE_BYTES) >> 20)
                        + " MiB free. Export it without solid compression, or give the disk another NTFS volume.");
    }

    private static boolean hasRoom(Path folder, long bytes) throws IOException {
        return Files.getFileStore(folder).getUsableSpace() >= bytes + RESERVE_BYTES;
    }
}
