package dev.slipway.agent.step;

import dev.slipway.agent.volume.StateVolume;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.wim.ByteRange;
import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Packages that were downloaded to this machine before the first step (CON-1). What a step has formatted away since comes from where it came before.
 */
public final class DownloadedPackages implements PackageSource {
    private static final long RESERVE_BYTES = 64L << 20;

    private final PackageSource origin;
    private final StateVolume stateVolume;

    public DownloadedPackages(PackageSource origin, StateVolume stateVolume) {
        this.origin = origin;
        this.stateVolume = stateVolume;
    }

    /** Downloads what is not there yet. @throws StepFailedException {@code content-no-room} when it would not all fit */
    public void download(List<String> packageIds, Consumer<String> log)
            throws StepFailedException, IOException, InterruptedException {
        long needed = 0;
        for (String id : packageIds) {
            if (!Files.isDirectory(folder(id))) {
                for (PackageFile file : origin.files(id)) {
                    needed = Math.addExact(needed, file.sizeBytes());
                }
            }
        }
        long free = Files.getFileStore(stateVolume.folder()).getUsableSpace();
        if (needed > free - RESERVE_BYTES) {
            throw new StepFailedException(
                    "content-no-room",
                    "The deployment wants all content downloaded before the start, " + (needed >> 20)
                            + " MiB, but there is room for " + (Math.max(0, free - RESERVE_BYTES) >> 20)
                            + " MiB. Deploy the sequence so that content is downloaded when needed.");
        }
        PackageDownloads downloads = new PackageDownloads(origin, stateVolume);
        for (String id : packageIds) {
            downloads.folder(id, log, percent -> {});
        }
    }

    private Path folder(String packageId) {
        return stateVolume.folder().resolve(PackageDownloads.FOLDER).resolve(packageId);
    }

    @Override
    public List<PackageFile> files(String packageId) throws StepFailedException, IOException, InterruptedException {
        return origin.files(packageId);
    }

    @Override
    public OpenFile open(String packageId, String path) throws StepFailedException, IOException, InterruptedException {
        Path folder = folder(packageId);
        Path file = folder.resolve(path).normalize();
        return file.startsWith(folder) && Files.isRegularFile(file)
                ? new Local(ReadAt.of(file))
                : origin.open(packageId, path);
    }

    @Override
    public List<String> origins(String packageId) throws StepFailedException {
        return origin.origins(packageId);
    }

    private record Local(ReadAt file) implements OpenFile {
        @Override
        public void prefetch(List<ByteRange> ranges) {
            // It is here already.
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void readFully(long position, ByteBuffer destination) throws IOException {
            file.readFully(position, destination);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
