package dev.slipway.agent.wim;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs libwim on a pipe while another thread writes the pipable WIM into it, and settles whose failure is to blame. */
public final class PipedExtraction {
    /** Writes a pipable WIM. */
    @FunctionalInterface
    public interface Source {
        /** Writes all of it; the caller closes the stream. Must end soon after an interrupt. */
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private final Source source;
    private final Pipe pipe;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    private PipedExtraction(Source source, Pipe pipe) {
        this.source = source;
        this.pipe = pipe;
    }

    /**
     * Extracts image 1 of the stream that {@code source} writes. The caller's thread serves libwim, a second one the source. libwim checks every
     * blob against its SHA-1.
     *
     * @throws IOException the source's when it failed, else a {@link LibWimException}
     * @throws InterruptedException when the calling thread was interrupted
     */
    public static void extract(
            LibWim libWim, Source source, Path target, Set<ExtractOption> options, ExtractProgress progress)
            throws IOException, InterruptedException {
        try (Pipe pipe = Pipe.open()) {
            PipedExtraction extraction = new PipedExtraction(source, pipe);
            Thread writer = Thread.ofPlatform().daemon().name("wim-stream").start(extraction::write);
            try {
                libWim.extractFromPipe(pipe, 1, target, options, progress);
            } catch (LibWimException e) {
                extraction.stop(writer);
                throw extraction.blame(e);
            } finally {
                extraction.stop(writer);
            }
        }
    }

    private void write() {
        try (OutputStream out = pipe.output()) {
            try {
                source.write(out);
            } catch (Throwable e) {
                // Noted before the stream is closed: the close makes libwim fail, and then the cause must be known.
                if (!stopping) {
                    failure = e;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("Closing a pipe does not fail", e);
        }
    }

    /** The writer ends by a broken pipe or the interrupt; the descriptors must not be closed under it. */
    private void stop(Thread writer) {
        stopping = true;
        boolean interrupted = false;
        while (writer.isAlive()) {
            writer.interrupt();
            try {
                writer.join(1_000);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** When the source broke off, libwim only saw the end of the stream. */
    private IOException blame(LibWimException ofLibWim) {
        Throwable ofSource = failure;
        if (ofSource == null || ofSource instanceof BrokenPipeException) {
            return ofLibWim;
        }
        IOException blamed = ofSource instanceof IOException exception
                ? exception
                : new IOException("The image's stream ended early: " + ofSource, ofSource);
        blamed.addSuppressed(ofLibWim);
        return blamed;
    }
}
