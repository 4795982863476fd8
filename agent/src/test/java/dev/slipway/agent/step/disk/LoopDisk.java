package dev.slipway.agent.step.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A disk in a file. Needs root and a kernel with loop devices. */
public record LoopDisk(Path device) implements AutoCloseable {
    public static LoopDisk create(Path file, long bytes) throws IOException, InterruptedException {
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(bytes);
        }
        return new LoopDisk(Path.of(run("losetup", "--find", "--partscan", "--show", file.toString())
                .strip()));
    }

    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + ": " + output)
                .isZero();
        return output;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        // Partitions that partx told the kernel keep the device alive.
        new ProcessBuilder("partx", "--delete", device.toString()).start().waitFor();
        run("losetup", "--detach", device.toString());
    }
}
