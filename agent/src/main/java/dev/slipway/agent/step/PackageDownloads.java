package dev.slipway.agent.step;

import dev.slipway.agent.volume.StateVolume;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.wim.ByteRange;
import dev.slipway.wim.ReadAt;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Packages as folders on this machine, beside the run's state, so that they are gone when the run is over. A folder appears under its name only when it is
 * complete: a step that was interrupted downloads again, a later step finds it.
 */
public final class PackageDownloads {
    private static final Pattern PACKAGE_ID = Pattern.compile("[A-Za-z0-9]{1,32}");
    /** Below the run's state. */
    static final String FOLDER = "Packages";

    private static final int BUFFER_BYTES = 1 << 20;

    private final PackageSource source;
    private final StateVolume stateVolume;

    public PackageDownloads(PackageSource source, StateVolume stateVolume) {
        this.source = source;
        this.stateVolume = stateVolume;
    }

    /** Returns the folder with the package's files, downloading them if need be. */
    public Path folder(String packageId, StepContext context)
            throws StepFailedException, IOException, InterruptedException {
        return folder(packageId, context::log, percent -> context.progress(percent, "Downloading " + packageId));
    }

    /** @param progress gets percents */
    public Path folder(String packageId, Consumer<String> log, IntConsumer progress)
            throws StepFailedException, IOException, InterruptedException {
        if (!PACKAGE_ID.matcher(packageId).matches()) {
            throw new StepFailedException("package-unknown", "'" + packageId + "' is no package identifier.");
        }
        Path packages = Files.createDirectories(stateVolume.folder().resolve(FOLDER));
        Path complete = packages.resolve(packageId);
        if (Files.isDirectory(complete)) {
            return complete;
        }
        Path partial = packages.resolve(packageId + ".partial");
        delete(partial);
        Files.createDirectories(partial);
        List<PackageSource.PackageFile> files = source.files(packageId);
        long total =
                files.stream().mapToLong(PackageSource.PackageFile::sizeBytes).sum();
        log.accept("Downloading package " + packageId + ": " + files.size() + " files, " + total + " bytes");
        long done = 0;
        for (PackageSource.PackageFile file : files) {
            copy(packageId, file, partial);
            done += file.sizeBytes();
            progress.accept(total == 0 ? 100 : (int) (100 * done / total));
        }
        for (String origin : source.origins(packageId)) {
            log.accept("Fetched " + origin);
        }
        Files.move(partial, complete, StandardCopyOption.ATOMIC_MOVE);
        return complete;
    }

    private void copy(String packageId, PackageSource.PackageFile file, Path folder)
            throws StepFailedException, IOException, InterruptedException {
        Path target = folder.resolve(file.path()).normalize();
        if (!target.startsWith(folder) || target.equals(folder)) {
            throw new StepFailedException(
                    "package-file",
                    "Package " + packageId + " names the file '" + file.path() + "', which leads outside its folder.");
        }
        Files.createDirectories(target.getParent() == null ? folder : target.getParent());
        try (PackageSource.OpenFile from = source.open(packageId, file.path());
                OutputStream out = Files.newOutputStream(target)) {
            from.prefetch(List.of(new ByteRange(0, file.sizeBytes())));
            copy(from, out);
        }
    }

    /** Copies all of a file; interruptible. */
    public static void copy(ReadAt from, OutputStream out) throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long size = from.size();
        for (long at = 0; at < size; at += buffer.limit()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while copying");
            }
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, size - at));
            from.readFully(at, buffer);
            out.write(buffer.array(), 0, buffer.limit());
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
