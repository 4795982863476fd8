package dev.slipway.cli.wim;

import dev.slipway.wim.PipableWim;
import dev.slipway.wim.Progress;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "stream",
        description = "Write an image to the standard output as a pipable WIM, for 'wimlib-imagex apply - 1 TARGET'.",
        mixinStandardHelpOptions = true)
final class StreamCommand implements Callable<Integer> {
    private static final int BUFFER_BYTES = 256 << 10;

    @Mixin
    private WimTask task = new WimTask();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "IMAGE",
            description = "Number or name of the image; not needed if there is only one.")
    private String image = "";

    @Override
    public Integer call() {
        return task.run(spec, (wim, out) -> {
            PipableWim pipable = PipableWim.of(wim, WimTask.imageIndex(wim, image));
            try (Pipe pipe = new Pipe()) {
                write(pipable, pipe);
            }
        });
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
