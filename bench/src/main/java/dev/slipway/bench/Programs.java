package dev.slipway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs other programs, each with a time limit. */
final class Programs {
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private Programs() {}

    /** @return the Java options with which the launcher starts a site or a distribution point */
    static List<String> serverOptions() {
        return List.of(System.getProperty("slipway.server-options", "-Xms32m -Xmx512m -XX:+UseSerialGC")
                .split(" "));
    }

    /**
     * Runs a program to its end.
     *
     * @return its standard output
     * @throws IOException when it fails or takes longer than 20 minutes
     */
    static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("slipway-bench-", ".out");
        Path errors = Files.createTempFile("slipway-bench-", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try {
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException(String.join(" ", command) + " took longer than " + LIMIT);
                }
            } finally {
                process.destroyForcibly();
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + process.exitValue() + ": "
                        + Files.readString(errors, StandardCharsets.UTF_8));
            }
            return Files.readString(output, StandardCharsets.UTF_8);
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    static String run(String... command) throws IOException, InterruptedException {
        return run(List.of(command));
    }

    /** Runs a program and says how long it took, in seconds. */
    static double seconds(List<String> command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        run(command);
        return (System.nanoTime() - start) / 1e9;
    }
}
