package dev.slipway.agent.step;

import dev.slipway.agent.command.Command;
import dev.slipway.agent.command.CommandResult;
import dev.slipway.agent.command.Commands;
import dev.slipway.sequence.Step;
import dev.slipway.sequence.StepContext;
import dev.slipway.sequence.StepFailedException;
import dev.slipway.sequence.StepHandler;
import dev.slipway.sequence.StepResult;
import dev.slipway.sequence.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Run Command Line (STEP-29): {@code /bin/sh -c} with the command line, its {@code %variables%} replaced.
 *
 * <p>The command finds the task-sequence variables that are not secret in its environment, where their names are possible there. A secret reaches it only
 * where the command line names it.
 */
final class RunCommandLine implements StepHandler {
    static final String TYPE = "SMS_TaskSequence_RunCommandLineAction";

    /** A step without a time limit; a run that hangs for longer is of no use to anyone. */
    private static final Duration LONGEST = Duration.ofDays(2);

    private static final int OUTPUT_CHARACTERS = 1_000;
    private static final int MAX_ENVIRONMENT_VALUE = 32_000;
    private static final String ENVIRONMENT_NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final List<String> PROTECTED = List.of("PATH", "HOME", "IFS", "SHELL", "ENV", "LANG", "TMPDIR");

    private final Commands commands;
    private final PackageDownloads downloads;

    RunCommandLine(Commands commands, PackageDownloads downloads) {
        this.commands = commands;
        this.downloads = downloads;
    }

    @Override
    public StepResult run(Step step, StepContext context)
            throws StepFailedException, IOException, InterruptedException {
        StepValues values = new StepValues(context);
        String line = context.property("CommandLine");
        if (line.isBlank()) {
            line = context.variables().expand(step.action());
        }
        if (line.isBlank()) {
            throw new StepFailedException("command-line", "The step has no command line. Fill in CommandLine.");
        }
        if (values.flag("RunAsUser")) {
            throw new StepFailedException(
                    "run-as-user",
                    "The step wants to run as the account '" + values.text("SMSTSRunCommandLineUserName")
                            + "', which this agent cannot do. Remove the account.");
        }
        Optional<Path> folder = folder(values, context);
        Tail tail = new Tail();
        CommandResult result = run(step, line, folder, context, text -> {
            tail.add(text);
            context.log(text);
        });
        return finish(step, context, values, result, tail);
    }

    /** Arguments are visible to every program on the machine, so a line with a secret goes through a file that only root reads. */
    private CommandResult run(Step step, String line, Optional<Path> folder, StepContext context, Consumer<String> log)
            throws IOException, InterruptedException {
        if (context.variables().secretValues().stream()
                .noneMatch(secret -> !secret.isEmpty() && line.contains(secret))) {
            return run(step, List.of("/bin/sh", "-c", line), folder, context, log);
        }
        Path script = Files.createTempFile("command-", ".sh");
        try {
            Files.writeString(script, line + "\n");
            return run(step, List.of("/bin/sh", script.toString()), folder, context, log);
        } finally {
            Files.deleteIfExists(script);
        }
    }

    private CommandResult run(
            Step step, List<String> arguments, Optional<Path> folder, StepContext context, Consumer<String> log)
            throws IOException, InterruptedException {
        Command command = new Command(
                arguments,
                step.timeout().isZero() ? LONGEST : step.timeout(),
                environment(context.variables()),
                folder,
                new byte[0]);
        return commands.run(command, log);
    }

    private static StepResult finish(Step step, StepContext context, StepValues values, CommandResult result, Tail tail)
            throws StepFailedException {
        if (result.timedOut()) {
            throw new StepFailedException(
                    "command-timeout",
                    "The command and all that it started were killed after "
                            + step.timeout().toSeconds() + " s. Allow it more time, or find out what it waits for.");
        }
        String variable = values.text("OutputVariableName");
        if (!variable.isEmpty()) {
            context.variables().set(variable, tail.text());
        }
        return StepResult.exit(Integer.toUnsignedLong(result.exitCode()));
    }

    /** The content of a package is the working folder, and what the step calls its own is looked for inside it. */
    private Optional<Path> folder(StepValues values, StepContext context)
            throws StepFailedException, IOException, InterruptedException {
        String packageId = values.text("PackageID");
        String own = values.text("WorkingDirectory");
        Optional<Path> folder = Optional.empty();
        if (!packageId.isEmpty()) {
            folder = Optional.of(downloads.folder(packageId, context));
        }
        if (!own.isEmpty()) {
            folder = Optional.of(folder.map(content -> content.resolve(own)).orElse(Path.of(own)));
        }
        if (folder.isPresent() && !Files.isDirectory(folder.get())) {
            throw new StepFailedException(
                    "working-folder",
                    "The folder '" + folder.get() + "' to start in does not exist. Correct 'Start in'.");
        }
        return folder;
    }

    private static Map<String, String> environment(Variables variables) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Variables.Variable variable : variables.all()) {
            if (!variable.secret()
                    && variable.name().matches(ENVIRONMENT_NAME)
                    && !PROTECTED.contains(variable.name().toUpperCase(Locale.ROOT))
                    && variable.value().length() <= MAX_ENVIRONMENT_VALUE
                    && variable.value().indexOf('\0') < 0) {
                environment.put(variable.name(), variable.value());
            }
        }
        return environment;
    }

    /** The end of what a program wrote. */
    private static final class Tail {
        private final StringBuilder text = new StringBuilder();

        synchronized void add(String line) {
            text.append(text.isEmpty() ? "" : "\n").append(line);
            text.delete(0, Math.max(0, text.length() - OUTPUT_CHARACTERS));
        }

        synchronized String text() {
            return text.toString();
        }
    }
}
