package dev.slipway.agent.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs programs as child processes. */
public final class SystemCommands implements Commands {
    /** How long output may still come after the end, for a daemon that inherited the pipe never closes it. */
    private static final Duration OUTPUT_GRACE = Duration.ofSeconds(2);

    private static final int LONGEST_LINE = 4096;

    @Override
    public CommandResult run(Command command, Consumer<String> log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command.arguments()).redirectErrorStream(true);
        builder.environment().putAll(command.environment());
        command.folder().ifPresent(folder -> builder.directory(folder.toFile()));
        Process process = builder.start();
        ArrayDeque<String> last = new ArrayDeque<>();
        Thread reader = Thread.ofVirtual().start(() -> copyLines(process.getInputStream(), last, log));
        Thread writer = Thread.ofVirtual().start(() -> write(process.getOutputStream(), command.input()));
        boolean ended = false;
        try {
            ended = process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!ended) {
                killAll(process);
            }
            writer.interrupt();
        }
        int exitCode = process.waitFor();
        reader.join(OUTPUT_GRACE);
        process.getInputStream().close();
        synchronized (last) {
            return new CommandResult(exitCode, new ArrayList<>(last), !ended);
        }
    }

    private static void killAll(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static void copyLines(InputStream output, ArrayDeque<String> last, Consumer<String> log) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String shown = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
                synchronized (last) {
                    last.addLast(shown);
                    if (last.size() > CommandResult.KEPT_LINES) {
                        last.removeFirst();
                    }
                }
                log.accept(shown);
            }
        } catch (IOException e) {
            // The pipe was closed because the program is over; what came until then is kept.
        }
    }

    private static void write(OutputStream stream, byte[] input) {
        try (stream) {
            stream.write(input);
        } catch (IOException e) {
            // The program ended or closed its input without reading all of it; its exit code tells how it fared.
        }
    }
}
