package dev.slipway.point;

import java.util.concurrent.Callable;
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
    @Mixin
    private final PointOptions options = new PointOptions();

    private PointProgram() {}

    /** Runs until it is stopped. @param arguments those behind {@code distribution-point} @return the exit code */
    public static int run(String... arguments) {
        System.setProperty("logback.configurationFile", "point-logback.xml");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        CommandLine line = new CommandLine(new PointProgram());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof PointException known) {
                command.getErr().println("slipway: " + known.getMessage());
                return known.exitCode();
            }
            throw failure;
        });
        return line.execute(arguments);
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
