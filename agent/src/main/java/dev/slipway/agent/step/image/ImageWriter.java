package dev.slipway.agent.step.image;

import dev.slipway.agent.step.PackageDownloads;
import dev.slipway.agent.step.PackageSource;
import dev.slipway.agent.wim.ExtractOption;
import dev.slipway.agent.wim.ExtractProgress;
import dev.slipway.agent.wim.LibWim;
import dev.slipway.agent.wim.PipedExtraction;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.wim.ByteRange;
import dev.slipway.wim.PipableWim;
import dev.slipway.wim.Progress;
import dev.slipway.wim.WimException;
import dev.slipway.wim.WimFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings an image onto a target: as a stream that libwim applies while it arrives, or, when the image lies in a solid resource, by downloading the file
 * first.
 */
final class ImageWriter {
    private static final int BUFFER_BYTES = 256 * 1024;

    private final StepContext context;
    private final String name;
    private int shownPercent = -1;

    /** @param name the image's, for the progress text */
    ImageWriter(StepContext context, String name) {
        this.context = context;
        this.name = name;
    }

    /** Finds a folder where a file of a given size may lie for a while. */
    @FunctionalInterface
    interface Room {
        Path folder(long bytes) throws StepFailedException, IOException, InterruptedException;
    }

    /**
     * Applies an image.
     *
     * @param file the whole WIM's bytes
     * @param target a folder, or with {@link ExtractOption#NTFS_VOLUME} a device
     * @param room asked only when the image cannot be streamed
     */
    void write(WimFile wim, PackageSource.OpenFile file, int index, Path target, Set<ExtractOption> options, Room room)
            throws StepFailedException, IOException, InterruptedException {
        LibWim libWim = LibWim.load();
        Optional<PipableWim> stream = streamable(wim, index);
        if (stream.isEmpty()) {
            download(libWim, file, index, target, options, room);
            return;
        }
        context.log("Streaming image " + index + ": " + (stream.get().totalBytes() >> 20) + " MiB of the file's "
                + (file.size() >> 20) + " MiB, through libwim " + libWim.version());
        file.prefetch(stream.get().ranges());
        PipedExtraction.extract(
                libWim,
                out -> stream.get().write(new BufferedOutputStream(out, BUFFER_BYTES), Progress.NONE),
                target,
                options,
                this::show);
    }

    private static Optional<PipableWim> streamable(WimFile wim, int index) throws IOException {
        try {
            return Optional.of(PipableWim.of(wim, index));
        } catch (WimException e) {
            if (e.code() == WimException.Code.SOLID) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void download(
            LibWim libWim, PackageSource.OpenFile file, int index, Path target, Set<ExtractOption> options, Room room)
            throws StepFailedException, IOException, InterruptedException {
        long size = file.size();
        Path copy = Files.createTempFile(room.folder(size), "image-", ".wim");
        context.log("The image is solid and cannot be streamed; downloading " + (size >> 20) + " MiB to " + copy);
        try {
            file.prefetch(List.of(new ByteRange(0, size)));
            try (OutputStream out = Files.newOutputStream(copy)) {
                PackageDownloads.copy(file, out);
            }
            libWim.extract(copy, index, target, options, this::show);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** libwim calls this thousands of times; the run hears of each percent once. */
    private void show(ExtractProgress.Stage stage, long done, long total) {
        double part = total <= 0 ? 1 : Math.min(1.0, (double) done / total);
        int percent = switch (stage) {
            case STRUCTURE -> (int) (5 * part);
            case DATA -> 5 + (int) (85 * part);
            case METADATA -> 90 + (int) (5 * part);
        };
        if (percent > shownPercent) {
            shownPercent = percent;
            String text = switch (stage) {
                case STRUCTURE -> "creating files";
                case DATA -> (done >> 20) + " of " + (total >> 20) + " MiB";
                case METADATA -> "setting attributes";
            };
            context.progress(percent, "Applying " + name + ": " + text);
        }
    }
}
