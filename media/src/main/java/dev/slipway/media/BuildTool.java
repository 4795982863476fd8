package dev.slipway.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs the programs that a build needs: each with a time limit, its output in the log, ended with its caller. */
final class BuildTool {
    private static final int LINES_IN_ERROR = 12;

    private final Consumer<String> log;

    BuildTool(Consumer<String> log) {
        this.log = log;
    }

    /** Says which Debian package to install when the program is not on this machine. */
    static Path find(String program, String debianPackage) throws BootImageException {
        return find(program)
                .orElseThrow(() -> new BootImageException(
                        "tool-missing",
                        "The program " + program + " is not on this machine. Install the Debian package "
                                + debianPackage + "."));
    }

    static boolean exists(String program) {
        return find(program).isPresent();
    }

    private static Optional<Path> find(String program) {
        return Stream.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin")
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs a command to its end and returns its output, one element per line. */
    List<String> run(List<String> command, Duration limit) throws BootImageException, InterruptedException {
        String program = Path.of(command.getFirst()).getFileName().toString();
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            Deque<String> lines = new ArrayDeque<>();
            Thread reader = Thread.ofVirtual().start(() -> collect(process, program, lines));
            try {
                process.getOutputStream().close();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new BootImageException(
                            "tool-timed-out", program + " did not end within " + limit.toSeconds() + " seconds.");
                }
                reader.join();
            } finally {
                destroy(process);
            }
            if (process.exitValue() != 0) {
                throw failed(program, process.exitValue(), lines);
            }
            return List.copyOf(lines);
        } catch (IOException e) {
            throw new BootImageException("tool-failed", program + " could not be run: " + e.getMessage(), e);
        }
    }

    static void destroy(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void collect(Process process, String program, Deque<String> lines) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                log.accept(program + ": " + line);
            }
        } catch (IOException e) {
            log.accept(program + ": its output ended early: " + e.getMessage());
        }
    }

    private static BootImageException failed(String program, int exitCode, Deque<String> lines) {
        List<String> all = List.copyOf(lines);
        List<String> last = all.subList(Math.max(0, all.size() - LINES_IN_ERROR), all.size());
        return new BootImageException(
                "tool-failed", program + " ended with exit code " + exitCode + ": " + String.join(" | ", last));
    }
}
