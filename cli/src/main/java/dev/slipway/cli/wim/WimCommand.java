package dev.slipway.cli.wim;

import picocli.CommandLine.Command;

/** {@code slipway wim}, the commands for WIM and ESD files. */
@Command(
        name = "wim",
        description = "Look into WIM and ESD files, verify, extract and export them.",
        subcommands = {
            InfoCommand.class,
            ListCommand.class,
            VerifyCommand.class,
            ExtractCommand.class,
            ExportCommand.class,
            StreamCommand.class
        })
public final class WimCommand {}
