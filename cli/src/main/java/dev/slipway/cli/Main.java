package dev.slipway.cli;

import dev.slipway.cli.wim.WimCommand;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The program {@code slipway}. */
@Command(
        name = "slipway",
        description = "Deploys operating systems from WIM images over the network.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        exitCodeListHeading = "%nExit codes (the error output ends with a stable code in parentheses):%n",
        exitCodeList = {
            "0:done",
            "1:the site refused, or the work failed",
            "2:wrong usage",
            "3:the site cannot be reached",
            "4:not logged in, or not allowed",
            "5:run watch: the run failed or was cancelled",
            "130:interrupted"
        },
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  SLIPWAY_SITE                address of the site",
            "  SLIPWAY_TOKEN               token in place of a login",
            "  SLIPWAY_CERTIFICATE_SHA256  pin of the site's certificate"
        },
        subcommands = {
            LoginCommand.class,
            LogoutCommand.class,
            SettingsCommand.class,
            AccountCommand.class,
            ImageCommand.class,
            UpgradePackageCommand.class,
            SourceAccountCommand.class,
            FolderCommand.class,
            LockCommand.class,
            ScopeCommand.class,
            AccessCommand.class,
            BootImageCommand.class,
            ApplicationCommand.class,
            PackageCommand.class,
            ContentCommand.class,
            PointCommand.class,
            PointGroupCommand.class,
            BoundaryGroupCommand.class,
            DriverCommand.class,
            DriverPackageCommand.class,
            DeviceCommand.class,
            CollectionCommand.class,
            SequenceCommand.class,
            DeploymentCommand.class,
            RunCommand.class,
            OperationCommand.class,
            WimCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    static final String EXAMPLES = "%nExamples:%n";

    private final Terminal terminal;

    Main(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        System.exit(execute(Terminal.ofThisProcess(), arguments));
    }

    /** @return the exit code, see {@link ExitCode} */
    static int execute(Terminal terminal, String... arguments) {
        return line(terminal).execute(arguments);
    }

    /** The tree of all commands. */
    static CommandLine line(Terminal terminal) {
        CommandLine line = new CommandLine(new Main(terminal));
        line.setOut(terminal.out()).setErr(terminal.err());
        for (CommandLine group : line.getSubcommands().values()) {
            withHelp(group.getCommandSpec());
            group.getSubcommands().values().forEach(one -> withHelp(one.getCommandSpec()));
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Path.class, Main::path);
        line.setParameterExceptionHandler(Failures::wrongUsage);
        line.setExecutionExceptionHandler(Failures::failed);
        return line;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new CommandLine.TypeConversionException("\"" + text + "\" is no path: " + e.getReason());
        }
    }

    private static void withHelp(CommandSpec command) {
        if (command.findOption("--help") == null) {
            command.mixinStandardHelpOptions(true);
        }
    }

    static Terminal terminal(@Nullable CommandSpec spec) {
        if (spec != null && spec.root().userObject() instanceof Main main) {
            return main.terminal;
        }
        throw new IllegalStateException("a command runs only below slipway");
    }

    /** The jar's version. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"slipway " + (version == null ? "development build" : version)};
        }
    }
}
