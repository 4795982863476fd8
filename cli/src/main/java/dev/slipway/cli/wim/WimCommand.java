package dev.slipway.cli.wim;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code slipway wim}, the commands for WIM and ESD files. */
@Command(
        name = "wim",
        description = "Look into WIM and ESD files, verify, extract and export them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            InfoCommand.class,
            ListCommand.class,
            VerifyCommand.class,
            ExtractCommand.class,
            ExportCommand.class,
            StreamCommand.class
        })
public final class WimCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do: info, list, verify, extract, export or stream.");
    }
}
