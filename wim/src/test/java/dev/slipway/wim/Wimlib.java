package dev.slipway.wim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs wimlib-imagex, the other implementation with which ours is compared. */
final class Wimlib {
    private static final long TIMEOUT_SECONDS = 120;

    private Wimlib() {}

    /** The standard output of a run that must succeed. */
    static String run(Object... arguments) {
        Outcome outcome = attempt(null, arguments);
        if (outcome.exitCode != 0) {
            throw new AssertionError("wimlib-imagex " + List.of(arguments) + " failed: " + outcome.output);
        }
        return outcome.output;
    }

    /** @param output standard output, followed by standard error if the run failed */
    record Outcome(int exitCode, String output) {}

    /** Runs with the given file as standard input, or without any. */
    static Outcome attempt(@org.jspecify.annotations.Nullable Path input, Object... arguments) {
        List<String> command = new ArrayList<>(List.of("wimlib-imagex"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return execute(input, command);
    }

    static Outcome execute(@org.jspecify.annotations.Nullable Path input, List<String> command) {
        try {
            Path out = Files.createTempFile("wimlib", ".out");
            Path err = Files.createTempFile("wimlib", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
            if (input != null) {
                builder.redirectInput(input.toFile());
            }
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = start(builder);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " took more than " + TIMEOUT_SECONDS + " s");
            }
            int exitCode = process.exitValue();
            String output = Files.readString(out) + (exitCode == 0 ? "" : Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return new Outcome(exitCode, output);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    builder.command().getFirst()
                            + " cannot be started; these tests need the Debian packages wimtools and ntfs-3g",
                    e);
        }
    }
}
