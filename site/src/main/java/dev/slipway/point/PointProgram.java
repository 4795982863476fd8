package dev.slipway.point;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway distribution-point}: the program that a server runs to be a distribution point. */
@Command(
        name = "slipway distribution-point",
        mixinStandardHelpOptions = true,
        subcommands = ImportCommand.class,
        description =
                "Runs a distribution point: gets its orders from a site, fetches content and serves it to machines.")
public final class PointProgram implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(PointProgram.class);

    @Mixin
    private final PointOptions options = new PointOptions();

    private PointProgram() {}

    /** Runs until it is stopped. @param arguments those behind {@code distribution-point} @return the exit code */
    public static int run(String... arguments) {
        System.setProperty("logback.configurationFile", "point-logback.xml");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return line().execute(arguments);
    }

    /** Parses arguments and runs; each failure is one line that ends with a stable code. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new PointProgram());
        line.setParameterExceptionHandler((wrong, given) -> {
            CommandLine command = wrong.getCommandLine();
            tell(command, String.valueOf(wrong.getMessage()), "wrong-usage");
            command.getErr().println("See: " + command.getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> switch (failure) {
            case PointException known -> {
                tell(command, String.valueOf(known.getMessage()), known.code());
                yield known.exitCode();
            }
            case IOException broken -> {
                tell(command, "Reading or writing failed: " + broken, "input-output");
                yield ExitCode.FAILED;
            }
            default -> {
                LOG.error("The distribution point met a defect of the program", failure);
                tell(
                        command,
                        "The distribution point failed for a reason that nobody foresaw: " + failure
                                + "; please report it as a defect",
                        "internal-error");
                yield ExitCode.FAILED;
            }
        });
        return line;
    }

    private static void tell(CommandLine command, String text, String code) {
        command.getErr().println("slipway: " + text.strip().replaceAll("\\s+", " ") + " (" + code + ")");
    }

    @Override
    public Integer call() throws Exception {
        options.check();
        try (Point point = Point.open(options)) {
            point.run();
        }
        return ExitCode.DONE;
    }
}
