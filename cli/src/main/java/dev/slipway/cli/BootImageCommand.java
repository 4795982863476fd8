package dev.slipway.cli;

import dev.slipway.media.BootImage;
import dev.slipway.media.BootImageBuilder;
import dev.slipway.media.BootImageException;
import dev.slipway.media.BootImageRequest;
import dev.slipway.media.InitramfsCompression;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Builds boot images on this machine; needs no site. */
@Command(
        name = "bootimage",
        description = "The image that machines boot over the network.",
        subcommands = {
            BootImageCommand.Build.class,
            BootImageSite.Add.class,
            BootImageSite.ListAll.class,
            BootImageSite.MakeDefault.class,
            BootImageSite.Remove.class,
            BootImageCustomize.Show.class,
            BootImageCustomize.Set.class,
            BootImageCustomize.Customize.class,
            BootImageCustomize.Rebuild.class,
            BootImageSite.StartFrom.class,
            VersionCommands.Refresh.class,
            VersionCommands.Versions.class,
            VersionCommands.Rollback.class,
            VersionCommands.Reload.class,
            VersionCommands.Move.class,
            BootImageCustomize.Assign.class
        })
public final class BootImageCommand implements KindCommand {
    @Override
    public Kind kind() {
        return Kind.BOOT_IMAGE;
    }

    /** {@code slipway bootimage build}. */
    @Command(
            name = "build",
            description = "Build a boot image out of Debian packages: kernel, Java runtime, agent, libwim, disk tools.")
    static final class Build implements Callable<Integer> {
        @Option(
                names = {"--to", "--output"},
                paramLabel = "DIR",
                description = "Folder to write (default: ${DEFAULT-VALUE}).")
        private Path output = Path.of("bootimage");

        @Option(names = "--name", paramLabel = "NAME", description = "Name of the boot image.")
        private String name = "Slipway boot image";

        @Option(names = "--version", paramLabel = "VERSION", description = "Version of the boot image.")
        private String version = "1.0";

        @Option(names = "--agent", paramLabel = "DIR", description = "Folder with the agent's jars.")
        private Path agent = Path.of(System.getProperty("slipway.home", "."), "agent", "target");

        @Option(
                names = "--cache",
                paramLabel = "DIR",
                description = "Folder that keeps Debian packages between builds.")
        private Path cache = BootImageRequest.defaultCache();

        @Option(
                names = "--fast",
                description = "Compress with LZ4: larger, but builds at once and unpacks faster in virtual machines.")
        private boolean fast;

        @Option(names = "--quiet", description = "Print only the result.")
        private boolean quiet;

        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public Integer call() throws CommandException, InterruptedException {
            if (spec == null) {
                throw new IllegalStateException("picocli sets the specification");
            }
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter err = spec.commandLine().getErr();
            BootImageRequest request = new BootImageRequest(
                    name,
                    version,
                    output,
                    agent,
                    Path.of(System.getProperty("java.home")),
                    cache,
                    fast ? InitramfsCompression.LZ4 : InitramfsCompression.ZSTD);
            try {
                BootImage image = new BootImageBuilder(line -> {
                            if (!quiet) {
                                err.println(line);
                            }
                        })
                        .build(request);
                out.printf(
                        "%s %s, kernel %s, %d drivers, %.1f MB over the network: %s%n",
                        image.name(),
                        image.version(),
                        image.kernelVersion(),
                        image.drivers().size(),
                        image.networkSize() / 1e6,
                        output.toAbsolutePath());
                return ExitCode.OK.number();
            } catch (BootImageException e) {
                throw new CommandException(ExitCode.REFUSED, e.code(), String.valueOf(e.getMessage()));
            }
        }
    }
}
