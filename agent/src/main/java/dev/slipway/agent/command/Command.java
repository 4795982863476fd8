package dev.slipway.agent.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to run.
 *
 * @param arguments the program and its arguments; nothing is interpreted by a shell
 * @param timeout after this the program and all that it started are killed
 * @param environment added to the agent's own environment
 * @param folder working folder; the agent's own when empty
 * @param input what the program reads from its standard input
 */
public record Command(
        List<String> arguments,
        Duration timeout,
        Map<String, String> environment,
        Optional<Path> folder,
        byte[] input) {

    /** The limit of programs that need moments. */
    public static final Duration SHORT = Duration.ofMinutes(2);

    public Command {
        if (arguments.isEmpty() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("A command needs a program and a positive time limit");
        }
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** A short command without input. */
    public static Command of(String... arguments) {
        return new Command(List.of(arguments), SHORT, Map.of(), Optional.empty(), new byte[0]);
    }

    public Command within(Duration limit) {
        return new Command(arguments, limit, environment, folder, input);
    }

    public Command in(Path workingFolder) {
        return new Command(arguments, timeout, environment, Optional.of(workingFolder), input);
    }

    public Command withInput(byte[] bytes) {
        return new Command(arguments, timeout, environment, folder, bytes);
    }

    public Command withEnvironment(Map<String, String> added) {
        return new Command(arguments, timeout, added, folder, input);
    }

    public String program() {
        return arguments.getFirst();
    }
}
