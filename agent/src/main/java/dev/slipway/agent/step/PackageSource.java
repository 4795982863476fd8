package dev.slipway.agent.step;

import dev.slipway.sequence.StepFailedException;
import dev.slipway.wim.ByteRange;
import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.util.List;

/** The files of the packages that a run may read: across the network from the site, or in a folder on media. */
public interface PackageSource {
    /** A file of a package. @param path with slashes, relative, never leading outside */
    record PackageFile(String path, long sizeBytes) {}

    /** A file of a package, readable at any offset. */
    interface OpenFile extends ReadAt {
        /** Tells what will be read next, in order, so that it can be fetched ahead. */
        void prefetch(List<ByteRange> ranges) throws IOException;
    }

    /** @throws StepFailedException {@code package-unknown} when the run's policy does not name the package */
    List<PackageFile> files(String packageId) throws StepFailedException, IOException, InterruptedException;

    /** @throws StepFailedException {@code package-unknown}; {@code package-file} when the package has no such file */
    OpenFile open(String packageId, String path) throws StepFailedException, IOException, InterruptedException;

    /** @return how many bytes came from where so far, each as a line for the log; nothing when all is at hand */
    default List<String> origins(String packageId) throws StepFailedException {
        return List.of();
    }
}
