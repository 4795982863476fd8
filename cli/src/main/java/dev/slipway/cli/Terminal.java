package dev.slipway.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a command sees of the world around it, so that a test can stand in for it.
 *
 * @param unseen asks the person in front of it for a line that is not shown while it is typed; empty where nobody sits
 * @param configuration folder for the credentials
 */
record Terminal(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Optional<UnaryOperator<String>> unseen,
        Map<String, String> environment,
        Path configuration) {

    static Terminal ofThisProcess() {
        Map<String, String> environment = System.getenv();
        String base = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path folder = base.isBlank() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(base);
        return new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.in,
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .map(console -> prompt -> typed(console.readPassword("%s: ", prompt))),
                environment,
                folder.resolve("slipway"));
    }

    private static String typed(char @Nullable [] line) {
        return line == null ? "" : new String(line);
    }

    /** Whether a person watches, and can be asked. */
    boolean isAttended() {
        return unseen.isPresent();
    }

    String environment(String name) {
        return environment.getOrDefault(name, "");
    }

    /** Reads a line that must not be seen: from the keyboard without echo, else the first line of the input. */
    String readSecret(String prompt) throws IOException, CommandException {
        if (unseen.isPresent()) {
            return unseen.get().apply(prompt);
        }
        String line = readLine();
        if (line == null || line.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "input-missing", prompt + " is read from the standard input, which is empty.");
        }
        return line;
    }

    /** @return null at the end of the input */
    @Nullable
    String readLine() throws IOException {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
    }

    /** A file that somebody named; - is the standard input. */
    byte[] read(Path file) throws IOException, CommandException {
        if (file.toString().equals("-")) {
            return in.readAllBytes();
        }
        if (Files.isDirectory(file)) {
            throw new CommandException(ExitCode.USAGE, "file-not-found", "\"" + file + "\" is a folder, not a file.");
        }
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CommandException(ExitCode.USAGE, "file-not-found", "There is no file \"" + file + "\".");
        }
    }
}
