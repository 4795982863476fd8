package dev.slipway.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command sees of the world around it, so that a test can stand in for it.
 *
 * @param console present when a person sits in front of it
 * @param configuration folder for the credentials
 */
record Terminal(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Optional<Console> console,
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
                Optional.ofNullable(System.console()).filter(Console::isTerminal),
                environment,
                folder.resolve("slipway"));
    }

    String environment(String name) {
        return environment.getOrDefault(name, "");
    }

    /** Reads a line that must not be seen: from the keyboard without echo, else the first line of the input. */
    String readSecret(String prompt) throws IOException, CommandException {
        if (console.isPresent()) {
            char[] typed = console.get().readPassword("%s: ", prompt);
            return typed == null ? "" : new String(typed);
        }
        String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        if (line == null || line.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "input-missing", prompt + " is read from the standard input, which is empty.");
        }
        return line;
    }
}
