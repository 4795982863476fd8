package dev.slipway.cli.wim;

import dev.slipway.wim.PipableWim;
import dev.slipway.wim.Progress;
import dev.slipway.wim.WimFile;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "stream",
        description = "Write an image to the standard output as a pipable WIM, for 'wimlib-imagex apply - 1 TARGET'.")
final class StreamCommand extends WimTask {
    private static final int BUFFER_BYTES = 256 << 10;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "IMAGE",
            description = "Number or name of the image; not needed if there is only one.")
    private String image = "";

    @Override
    void run(WimFile wim, PrintWriter out) throws IOException {
        PipableWim pipable = PipableWim.of(wim, imageIndex(wim, image));
        try (Pipe pipe = new Pipe()) {
            write(pipable, pipe);
        }
    }

    private static void write(PipableWim pipable, Pipe pipe) throws IOException {
        try {
            pipable.write(pipe, Progress.NONE);
        } catch (IOException e) {
            // Who applies the image stops reading after the last blob; whether that went well, that program tells.
            if (!pipe.hasDeliveredBlobs || !"Broken pipe".equals(e.getMessage())) {
                throw e;
            }
            pipe.discard();
        }
    }

    /** The standard output. The first flush comes after the last blob. */
    private static final class Pipe extends BufferedOutputStream {
        private boolean hasDeliveredBlobs;

        Pipe() {
            super(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
        }

        @Override
        public synchronized void flush() throws IOException {
            super.flush();
            hasDeliveredBlobs = true;
        }

        synchronized void discard() {
            count = 0;
        }
    }
}
